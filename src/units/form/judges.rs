//! The crates that judge what is computed here, by name and version as the lock
//! file of this build has them ([`Agreement`](crate::units::Agreement)).

use crate::engine::pki::kind::KeyKind;
use crate::units::Agreement;

/// A Fernet token's ciphertext.
pub(in crate::units) const CIPHERTEXT: &str =
    concat!(env!("JUDGE_CBC"), " with ", env!("JUDGE_AES"));
/// One block of it.
pub(in crate::units) const AES: &str = env!("JUDGE_AES");
/// Its tag.
pub(in crate::units) const TAG: &str = concat!(env!("JUDGE_HMAC"), " with ", env!("JUDGE_SHA2"));
/// Both, of a token that is opened.
pub(in crate::units) const TOKEN: &str = concat!(
    env!("JUDGE_CBC"),
    ", ",
    env!("JUDGE_AES"),
    " and ",
    env!("JUDGE_HMAC")
);
/// Base64, of keys and tokens.
pub(in crate::units) const BASE64: &str = env!("JUDGE_BASE64");
/// Primality.
pub(in crate::units) const CRYPTO_PRIMES: &str = env!("JUDGE_CRYPTO_PRIMES");
/// Ed25519.
const ED25519_DALEK: &str = env!("JUDGE_ED25519_DALEK");
/// ECDSA with P-256.
const P256: &str = env!("JUDGE_P256");
/// ECDSA with P-384.
const P384: &str = env!("JUDGE_P384");
/// Encrypted keys.
pub(in crate::units) const PKCS5: &str = env!("JUDGE_PKCS5");
/// RSA.
pub(in crate::units) const RSA: &str = env!("JUDGE_RSA");
/// Connections.
pub(in crate::units) const RUSTLS: &str = env!("JUDGE_RUSTLS");
/// Requests and certificates.
pub(in crate::units) const X509_CERT: &str = env!("JUDGE_X509_CERT");

/// What was compared with the crate of a kind of key. Where the crate alone computes,
/// nothing was; then only what goes wrong is told.
pub(in crate::units) fn compared(kind: KeyKind, all: &[(&'static str, bool)]) -> Vec<Agreement> {
    let told = all
        .iter()
        .filter(|(_, agrees)| kind == KeyKind::Rsa || !agrees);
    told.map(|(what, agrees)| Agreement::new(*what, of(kind), *agrees))
        .collect()
}

/// The crate of a kind of key.
fn of(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => RSA,
        KeyKind::P256 => P256,
        KeyKind::P384 => P384,
        KeyKind::Ed25519 => ED25519_DALEK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_have_the_versions_that_the_crates_are_asked_for_in() {
        let manifest = include_str!("../../../Cargo.toml");
        for judge in [
            BASE64,
            CRYPTO_PRIMES,
            ED25519_DALEK,
            P256,
            P384,
            PKCS5,
            RSA,
            X509_CERT,
        ] {
            let (name, version) = judge.split_once(' ').unwrap();
            let line = manifest
                .lines()
                .find(|line| line.starts_with(&format!("{name} = ")));
            let asked = line.unwrap().split('"').nth(1).unwrap();
            assert!(
                format!("{version}.").starts_with(&format!("{asked}.")),
                "{judge}, {asked}"
            );
        }
    }
}
