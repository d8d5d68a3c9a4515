//! Puts a desk file under a passphrase, and takes it out again.

use crate::engine::diagnosis::Diagnosis;
use crate::units::Randomness;
use der::pem::{self, LineEnding};
use der::{Decode, Encode, asn1::OctetString};
use pkcs5::{EncryptionScheme, pbes2, scrypt};
use pkcs8::EncryptedPrivateKeyInfoOwned;
use rand::Rng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The label of a desk file under a passphrase.
const LABEL: &str = "ENCRYPTED PADLOCK DESK";

/// A desk file and the passphrase that it goes under, or comes out of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// The file, plain or encrypted.
    pub desk: Zeroizing<String>,
    /// The passphrase.
    pub passphrase: Zeroizing<String>,
    /// What salt and nonce are made of.
    pub randomness: Randomness,
}

impl Lock {
    /// Encrypts a desk file, or decrypts an encrypted one: PBES2 (RFC 8018
    /// §6.2) with scrypt (RFC 7914) and AES-256-GCM, so that a wrong
    /// passphrase and a changed file are told.
    ///
    /// # Errors
    /// When the passphrase is empty or wrong, or the file is no desk file.
    pub fn run(&self) -> Result<Zeroizing<String>, Diagnosis> {
        if self.passphrase.is_empty() {
            return Err(Diagnosis::expected("a passphrase")
                .of("passphrase")
                .found("nothing"));
        }
        let text = self.desk.trim();
        if text.starts_with(&format!("-----BEGIN {LABEL}-----")) {
            unlock(text, &self.passphrase)
        } else {
            lock(text, &self.passphrase, &self.randomness)
        }
    }
}

fn lock(
    text: &str,
    passphrase: &str,
    randomness: &Randomness,
) -> Result<Zeroizing<String>, Diagnosis> {
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    let mut generator = randomness.generator("desk-lock");
    generator.fill_bytes(&mut salt);
    generator.fill_bytes(&mut nonce);
    let parameters = scrypt::Params::new(15, 8, 1)
        .ok()
        .and_then(|cost| pbes2::Parameters::scrypt_aes256gcm(cost, &salt, nonce).ok())
        .ok_or_else(|| Diagnosis::bug("the parameters of scrypt were refused"))?;
    let scheme = EncryptionScheme::Pbes2(parameters);
    let bug = |what: &'static str| move || Diagnosis::bug(what);
    let data = scheme
        .encrypt(passphrase, text.as_bytes())
        .ok()
        .and_then(|data| OctetString::new(data).ok())
        .ok_or_else(bug("the desk could not be encrypted"))?;
    let der = EncryptedPrivateKeyInfoOwned {
        encryption_algorithm: scheme,
        encrypted_data: data,
    }
    .to_der()
    .map_err(|_| Diagnosis::bug("the desk could not be encoded"))?;
    pem::encode_string(LABEL, LineEnding::LF, &der)
        .map(Zeroizing::new)
        .map_err(|_| Diagnosis::bug("the desk could not be written"))
}

fn unlock(text: &str, passphrase: &str) -> Result<Zeroizing<String>, Diagnosis> {
    let damaged = || {
        Diagnosis::expected("a desk file under a passphrase")
            .of("desk")
            .found("a damaged one")
    };
    let (_, der) = pem::decode_vec(text.as_bytes()).map_err(|_| damaged())?;
    let locked = EncryptedPrivateKeyInfoOwned::from_der(&der).map_err(|_| damaged())?;
    if let EncryptionScheme::Pbes2(parameters) = &locked.encryption_algorithm
        && let pbes2::Kdf::Scrypt(scrypt) = &parameters.kdf
        && (scrypt.cost_parameter > 1 << 20 || scrypt.block_size > 16)
    {
        return Err(
            Diagnosis::expected("a desk file that needs at most 2 GiB to open")
                .of("desk")
                .found("one that asks for more"),
        );
    }
    let plain = locked
        .encryption_algorithm
        .decrypt(passphrase, locked.encrypted_data.as_bytes())
        .map_err(|_| {
            Diagnosis::expected("the passphrase that the file was saved with")
                .of("passphrase")
                .found("another one, or the file was changed")
        })?;
    let plain = Zeroizing::new(plain);
    std::str::from_utf8(&plain)
        .map(|text| Zeroizing::new(text.to_owned()))
        .map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(desk: &str, passphrase: &str) -> Lock {
        Lock {
            desk: Zeroizing::new(desk.to_owned()),
            passphrase: Zeroizing::new(passphrase.to_owned()),
            randomness: Randomness::Fresh([7; 32]),
        }
    }

    #[test]
    fn what_is_locked_opens_with_the_passphrase_only() {
        let plain = "-----BEGIN PADLOCK DESK-----";
        let locked = with(plain, "correct horse").run().unwrap();
        assert!(locked.starts_with("-----BEGIN ENCRYPTED PADLOCK DESK-----"));
        assert_eq!(*with(&locked, "correct horse").run().unwrap(), plain);
        for (desk, passphrase) in [(locked.as_str(), "wrong"), (plain, "")] {
            let refused = with(desk, passphrase).run().unwrap_err();
            assert_eq!(refused.input, "passphrase");
        }
    }
}
