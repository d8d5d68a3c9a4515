//! The key of a Fernet token: two halves of 16 bytes.

use crate::engine::diagnosis::Diagnosis;
use crate::engine::symmetric::aes_block::Block;
use crate::engine::symmetric::base64url::{self, Base64Error};
use crate::engine::symmetric::lenient::readings;
use crate::engine::text::plural;
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A Fernet key: the signing half, then the encryption half.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Key {
    signing: Block,
    encryption: Block,
}

/// Why text is not a Fernet key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It is not base64url.
    Base64(Base64Error),
    /// It has the wrong length.
    Length {
        /// Its length in bytes; 32 are needed.
        found: usize,
    },
}

impl KeyError {
    /// The same in words for a person.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let diagnosis = Diagnosis::expected("a Fernet key: 32 bytes as 44 characters of base64url")
            .help("A key uses the letters, the digits, - and _, and ends with =.");
        match self {
            Self::Base64(Base64Error::Character { at, found }) => diagnosis
                .found(format!("the character {found:?}"))
                .byte(*at),
            Self::Base64(Base64Error::Length { found }) => {
                diagnosis.found(format!("{found} characters"))
            }
            Self::Base64(error) => diagnosis.found(error.to_string()).byte(error.at()),
            Self::Length { found } => diagnosis.found(plural(*found)),
        }
    }
}

impl std::fmt::Display for KeyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Base64(error) => error.fmt(f),
            Self::Length { found } => write!(f, "{found} bytes instead of 32"),
        }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Reads 32 bytes.
    ///
    /// # Errors
    /// When there are more or fewer.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        match bytes.as_chunks() {
            ([signing, encryption], []) => Ok(Self {
                signing: *signing,
                encryption: *encryption,
            }),
            _ => Err(KeyError::Length { found: bytes.len() }),
        }
    }

    /// Reads text as [`Self::read`] does, without the remark.
    ///
    /// # Errors
    /// When it is not base64url, or not of 32 bytes.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Self::read(text).map(|(key, _)| key)
    }

    /// Reads base64url text, white space around it passed over, and says what
    /// of it was not canonical where Python finds a key in it all the same. A
    /// missing `=` at the end is forgiven, though not by Python.
    ///
    /// # Errors
    /// When it is not base64url, or not of 32 bytes.
    pub fn read(text: &str) -> Result<(Self, Option<String>), KeyError> {
        let text = text.trim();
        let whole = Zeroizing::new(if text.len() == 43 && !text.ends_with('=') {
            format!("{text}=")
        } else {
            text.to_owned()
        });
        let mut readings = readings(&whole);
        let mut keys = readings.iter().filter_map(|reading| {
            let key = Self::from_bytes(&reading.bytes).ok()?;
            Some((key, reading.remark()))
        });
        let found = keys.next();
        for reading in &mut readings {
            reading.bytes.zeroize();
        }
        found.ok_or_else(|| match base64url::decode(&whole).map(Zeroizing::new) {
            Ok(bytes) => KeyError::Length { found: bytes.len() },
            Err(error) => KeyError::Base64(error),
        })
    }

    /// The key as base64url text, 44 characters.
    #[must_use]
    pub fn text(&self) -> String {
        base64url::text(&self.bytes()[..])
    }

    /// The 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        [self.signing, self.encryption].concat()
    }

    /// The half that HMAC-SHA256 uses.
    #[must_use]
    pub fn signing(&self) -> &Block {
        &self.signing
    }

    /// The half that AES-128 uses.
    #[must_use]
    pub fn encryption(&self) -> &Block {
        &self.encryption
    }

    /// Tells how the key falls into its halves (step `key`).
    pub fn tell_halves(&self, observer: &mut impl Observer) {
        observer.step(|| {
            let key = Value::secret_bytes("K", self.bytes()).meaning("the key");
            let signing =
                Value::secret_bytes("K_sign", self.signing).meaning("makes the HMAC, with SHA-256");
            let encryption =
                Value::secret_bytes("K_enc", self.encryption).meaning("encrypts, by AES-128");
            Step::new("key", "Split the key into its halves")
                .says("One half makes the HMAC and the other encrypts, so that no key does two jobs. The specification calls the first half the signing-key, though an HMAC is no signature: whoever can check it can make it.")
                .equation(Equation::equal(Expr::slice(&key, 0, 16), &signing))
                .equation(Equation::equal(Expr::slice(&key, 16, 32), &encryption))
                .value(key)
                .value(signing)
                .value(encryption)
                .bytes(super::dissect_key(self))
                .source("Fernet", "Key Format")
        });
    }
}
