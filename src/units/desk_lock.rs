//! Puts a desk file under a passphrase, and takes it out again.

use super::{About, Context, Control, Draws, Input, Inputs, Output, Page, Showing, Start, Trouble};
use crate::engine::knowers::Knowers;
use crate::engine::source::Source;
use crate::engine::trace::{Data, Value};
use der::pem::{self, LineEnding};
use der::{Decode, Encode, asn1::OctetString};
use pkcs5::{EncryptionScheme, pbes2, scrypt};
use pkcs8::EncryptedPrivateKeyInfoOwned;
use rand::Rng;
use zeroize::Zeroizing;

/// The label of a desk file under a passphrase.
const LABEL: &str = "ENCRYPTED PADLOCK DESK";

/// A page part without a form: the page hands the file in and takes it back.
pub static ABOUT: About = About {
    id: "desk-lock",
    page: Page::Desk,
    title: "Put the desk under a passphrase",
    question: "How can a file be carried that nobody else can open?",
    notice: "The key is made from the passphrase by scrypt, which is slow on purpose.",
    start: Start::Inside,
    inputs: &[
        Input {
            known_to: Knowers::OWNER,
            ..Input::new("desk", "Desk file", Control::CodeArea)
        },
        Input {
            known_to: Knowers::OWNER,
            showing: Showing::Always,
            ..Input::new("passphrase", "Passphrase", Control::Passphrase)
        },
    ],
    breaks: &[],
    sources: &[Source::new("RFC 8018", "6.2"), Source::new("RFC 7914", "")],
    keeps: false,
    draws: Draws::Always,
};

/// Encrypts a desk file, or decrypts an encrypted one: PBES2 with scrypt and
/// AES-256-GCM, so that a wrong passphrase and a changed file are told.
///
/// # Errors
/// When the passphrase is empty or wrong, or the file is no desk file.
pub fn run(Context { inputs, .. }: Context<'_, '_>) -> Result<Output, Trouble> {
    let passphrase = inputs.text("passphrase");
    if passphrase.is_empty() {
        return Err(Trouble::at("passphrase", "a passphrase").found("nothing"));
    }
    let text = inputs.text("desk").trim();
    let made = if text.starts_with(&format!("-----BEGIN {LABEL}-----")) {
        unlock(text, passphrase)?
    } else {
        lock(text, passphrase, inputs)?
    };
    Ok(Output {
        results: vec![Value::new(
            "desk",
            Data::Text(made.to_string()),
            Knowers::OWNER,
        )],
        ..Output::default()
    })
}

fn lock(text: &str, passphrase: &str, inputs: &Inputs) -> Result<Zeroizing<String>, Trouble> {
    let (mut salt, mut nonce) = ([0; 16], [0; 12]);
    let mut generator = inputs.randomness.generator("desk-lock");
    generator.fill_bytes(&mut salt);
    generator.fill_bytes(&mut nonce);
    let parameters = scrypt::Params::new(15, 8, 1)
        .ok()
        .and_then(|cost| pbes2::Parameters::scrypt_aes256gcm(cost, &salt, nonce).ok())
        .ok_or_else(|| Trouble::bug("the parameters of scrypt were refused"))?;
    let scheme = EncryptionScheme::Pbes2(parameters);
    let bug = |what: &'static str| move || Trouble::bug(what);
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
    .map_err(|_| Trouble::bug("the desk could not be encoded"))?;
    pem::encode_string(LABEL, LineEnding::LF, &der)
        .map(Zeroizing::new)
        .map_err(|_| Trouble::bug("the desk could not be written"))
}

fn unlock(text: &str, passphrase: &str) -> Result<Zeroizing<String>, Trouble> {
    let damaged = || Trouble::at("desk", "a desk file under a passphrase").found("a damaged one");
    let (_, der) = pem::decode_vec(text.as_bytes()).map_err(|_| damaged())?;
    let locked = EncryptedPrivateKeyInfoOwned::from_der(&der).map_err(|_| damaged())?;
    if let EncryptionScheme::Pbes2(parameters) = &locked.encryption_algorithm
        && let pbes2::Kdf::Scrypt(scrypt) = &parameters.kdf
        && (scrypt.cost_parameter > 1 << 20 || scrypt.block_size > 16)
    {
        return Err(
            Trouble::at("desk", "a desk file that needs at most 2 GiB to open")
                .found("one that asks for more"),
        );
    }
    let plain = locked
        .encryption_algorithm
        .decrypt(passphrase, locked.encrypted_data.as_bytes())
        .map_err(|_| {
            Trouble::at("passphrase", "the passphrase that the file was saved with")
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
    use crate::engine::trace::Recorder;
    use crate::units::{Inputs, run};

    fn text(output: &Output) -> String {
        match &output.results[0].data {
            Data::Text(text) => text.clone(),
            _ => String::new(),
        }
    }

    #[test]
    fn what_is_locked_opens_with_the_passphrase_only() {
        let inputs = Inputs::defaults(&ABOUT)
            .with("desk", "-----BEGIN PADLOCK DESK-----")
            .with("passphrase", "correct horse");
        let locked = text(&run(ABOUT.id, &inputs, &mut Recorder::default()).unwrap());
        assert!(locked.starts_with("-----BEGIN ENCRYPTED PADLOCK DESK-----"));
        let back = inputs.clone().with("desk", locked.clone());
        assert_eq!(
            text(&run(ABOUT.id, &back, &mut Recorder::default()).unwrap()),
            "-----BEGIN PADLOCK DESK-----"
        );
        let wrong = back.with("passphrase", "wrong");
        assert_eq!(
            run(ABOUT.id, &wrong, &mut Recorder::default())
                .unwrap_err()
                .input,
            "passphrase"
        );
        let empty = inputs.with("passphrase", "");
        assert_eq!(
            run(ABOUT.id, &empty, &mut Recorder::default())
                .unwrap_err()
                .input,
            "passphrase"
        );
    }
}
