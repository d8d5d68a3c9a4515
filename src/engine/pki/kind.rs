//! Kinds of keys: one name for each, wherever it is asked for.

/// A kind of key that is made, read, kept and signed with here. Adding one is
/// adding it here: the compiler and the tests name all places that have to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA (RFC 8017).
    Rsa,
    /// Elliptic curve, NIST's P-256, also called secp256r1 and prime256v1
    /// (SP 800-186 §3.2.1.3).
    P256,
    /// Elliptic curve, NIST's P-384, also called secp384r1 (SP 800-186
    /// §3.2.1.4).
    P384,
    /// Ed25519 (RFC 8032 §5.1).
    Ed25519,
}

impl KeyKind {
    /// The kinds.
    pub const ALL: [Self; 4] = [Self::Rsa, Self::P256, Self::P384, Self::Ed25519];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rsa => "RSA",
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// The keyUsage of a server with such a key: RSA signs, or decrypts in the old
    /// key exchange of TLS 1.2; the others sign and nothing else (RFC 8446
    /// §4.4.2.2, RFC 8410 §5).
    #[must_use]
    pub fn usage(self) -> &'static str {
        match self {
            Self::Rsa => "digitalSignature, keyEncipherment",
            Self::P256 | Self::P384 | Self::Ed25519 => "digitalSignature",
        }
    }
}
