//! Points of elliptic curves, as keys hold them (SEC 1 §2.3).

/// How a point is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Both coordinates (SEC 1 §2.3.3).
    Uncompressed,
    /// One, and the sign of the other.
    Compressed,
    /// Both, and the sign of the second once more (X9.62 §4.3.6).
    Hybrid,
}

/// A point that can be a key.
pub(in super::super) struct Point {
    pub(in super::super) form: Form,
    /// As crates read it: never hybrid.
    pub(in super::super) sec1: Vec<u8>,
}

impl Point {
    /// Reads the point of a key on a curve. On P-521, for which nothing here
    /// computes, only its form and length are looked at.
    ///
    /// # Errors
    /// Why it is no key, in words.
    pub(in super::super) fn of(curve: &str, bytes: &[u8]) -> Result<Self, String> {
        let size = match curve {
            "P-256" => 32,
            "P-384" => 48,
            _ => 66,
        };
        let (form, length) = match bytes {
            [0] => {
                return Err(format!(
                    "a key on {curve} that is the point at infinity, which is none"
                ));
            }
            [2 | 3, ..] => (Form::Compressed, 1 + size),
            [4, ..] => (Form::Uncompressed, 1 + 2 * size),
            [6 | 7, ..] => (Form::Hybrid, 1 + 2 * size),
            _ => {
                return Err(format!("a key on {curve} that is no point"));
            }
        };
        if bytes.len() != length {
            return Err(format!(
                "a key on {curve} of {} bytes, where its first byte wants {length}",
                bytes.len()
            ));
        }
        let mut sec1 = bytes.to_vec();
        if let (Form::Hybrid, [first, .., last]) = (form, sec1.as_mut_slice()) {
            if *first & 1 != *last & 1 {
                return Err(format!(
                    "a key on {curve} whose first byte says another point than the rest"
                ));
            }
            *first = 4;
        }
        let is_on_it = match curve {
            "P-256" => p256::ecdsa::VerifyingKey::from_sec1_bytes(&sec1).is_ok(),
            "P-384" => p384::ecdsa::VerifyingKey::from_sec1_bytes(&sec1).is_ok(),
            _ => true,
        };
        if !is_on_it {
            return Err(format!("a key that is no point of {curve}"));
        }
        Ok(Self { form, sec1 })
    }
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Uncompressed => "uncompressed",
            Self::Compressed => "compressed",
            Self::Hybrid => "hybrid",
        })
    }
}
