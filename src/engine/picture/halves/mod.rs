//! A key that is cut into two.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// The bytes of a key, cut in the middle, and what each half is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halves {
    /// Both halves.
    pub bytes: [Vec<u8>; 2],
    /// What they are called.
    pub names: [&'static str; 2],
    /// What they do.
    pub jobs: [&'static str; 2],
}

impl Halves {
    /// The halves of a Fernet key.
    #[must_use]
    pub fn of_fernet(key: &[u8; 32]) -> Self {
        let (signing, encryption) = key.split_at(16);
        Self {
            bytes: [signing.to_vec(), encryption.to_vec()],
            names: ["signing key", "encryption key"],
            jobs: ["seals the token", "locks the message"],
        }
    }
}

impl Picture for Halves {
    fn kind(&self) -> &'static str {
        "halves"
    }

    fn says(&self) -> String {
        let [one, other] = [0, 1].map(|at: usize| {
            let of = |all: &[&'static str; 2]| all.get(at).copied().unwrap_or_default();
            format!("{} {}", of(&self.names), of(&self.jobs))
        });
        let length: usize = self.bytes.iter().map(Vec::len).sum();
        format!("A secret key of {length} bytes, cut in the middle: {one}, {other}.")
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::halves(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_cut_at_16() {
        let mut key = [0; 32];
        key[16] = 7;
        let halves = Halves::of_fernet(&key);
        assert_eq!(halves.bytes[0], [0; 16]);
        assert_eq!(halves.bytes[1][0], 7);
        assert!(halves.says().contains("encryption key locks the message"));
    }
}
