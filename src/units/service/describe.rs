//! A thing of the desk in a few lines: what tells it from others.

use crate::desk::{Bytes, Kind};
use crate::engine::pki::extensions::Extensions;
use crate::engine::pki::host;
use crate::engine::pki::judge::SubjectKey;
use crate::engine::pki::key::{PrivateKey, PublicKey};
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::serial::colons;
use crate::engine::pki::validity::show;
use crate::engine::text::{Text, plural};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A thing that is to be described.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Describe {
    /// What it is.
    pub kind: Kind,
    /// Its bytes, in the encoding that the kind names.
    pub bytes: Bytes,
}

/// A line of a description: what it is about, and what it says.
pub type Line = (Text, Text);

impl Describe {
    /// What the thing says of itself, its size, and the fingerprint by which
    /// other tools call it. A thing that cannot be read has its size all the same.
    #[must_use]
    pub fn run(&self) -> Vec<Line> {
        let mut lines = self.contents().unwrap_or_default();
        let mut add = |name: &'static str, says: String| lines.push((name.into(), says.into()));
        let form = match (self.kind.pem_label(), self.kind) {
            (Some(_), _) => " in DER",
            (None, Kind::FernetToken) => " of text",
            _ => "",
        };
        add("Size", format!("{}{form}", plural(self.bytes.len())));
        if matches!(self.kind, Kind::Certificate | Kind::Request) {
            add("SHA-256 fingerprint", fingerprint(&self.bytes));
        }
        lines
    }

    fn contents(&self) -> Option<Vec<Line>> {
        let line = |name: &'static str, says: String| (Text::from(name), Text::from(says));
        let public = |key: &PublicKey| {
            vec![
                line("Key", key.describe()),
                line("SHA-256 of the public key", fingerprint(key.spki_der())),
            ]
        };
        match self.kind {
            Kind::PrivateKey(_) => Some(public(
                PrivateKey::from_pkcs8_der(&self.bytes).ok()?.public(),
            )),
            Kind::PublicKey(_) => Some(public(&PublicKey::from_spki_der(&self.bytes).ok()?)),
            Kind::Request => {
                let request = Request::parse(&self.bytes).ok()?;
                let mut lines = vec![line("For", request.subject())];
                let hosts = hosts(request.extensions());
                lines.extend(hosts.map(|hosts| line("Names asked for", hosts)));
                let key = SubjectKey::of(&request.inner().info.public_key);
                lines.push(line("Key", key.to_string()));
                Some(lines)
            }
            Kind::Certificate => {
                let certificate = Certificate::parse(&self.bytes).ok()?;
                let period = certificate.period();
                let mut lines = vec![line("For", certificate.subject())];
                let hosts = hosts(certificate.extensions());
                lines.extend(hosts.map(|hosts| line("Names", hosts)));
                lines.extend([
                    line("Issued by", certificate.issuer()),
                    line("Valid from", show(period.from)),
                    line("Valid until", show(period.to)),
                    line("Key", certificate.subject_key().to_string()),
                    line("Serial number", colons(certificate.serial())),
                ]);
                Some(lines)
            }
            _ => None,
        }
    }
}

/// As openssl writes it: SHA-256 over the DER.
fn fingerprint(der: &[u8]) -> String {
    colons(&Sha256::digest(der)).to_ascii_uppercase()
}

/// The hosts in a request or certificate, where it has any that can be read.
fn hosts(extensions: &Extensions) -> Option<String> {
    let hosts = extensions.names().ok()?.hosts;
    (!hosts.is_empty()).then(|| host::describe(&hosts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::KeyKind;

    fn lines(kind: Kind, pem: &str) -> Vec<Line> {
        let (_, bytes) = der::pem::decode_vec(pem.as_bytes()).unwrap();
        let bytes = bytes.into();
        Describe { kind, bytes }.run()
    }

    fn says<'a>(lines: &'a [Line], name: &str) -> &'a str {
        &lines.iter().find(|(line, _)| line == name).unwrap().1
    }

    macro_rules! vector {
        ($name:literal) => {
            include_str!(concat!("../../../tests/vectors/keys/", $name, ".pem"))
        };
    }

    #[test]
    fn both_halves_of_a_key_have_one_fingerprint() {
        let private = lines(Kind::PrivateKey(KeyKind::Rsa), vector!("rsa-pkcs8"));
        let public = lines(Kind::PublicKey(KeyKind::Rsa), vector!("rsa-spki"));
        let of = |lines| says(lines, "SHA-256 of the public key").to_owned();
        assert_eq!(of(&private), of(&public));
        assert_eq!(of(&private).len(), 32 * 3 - 1);
        assert_eq!(says(&private, "Key"), "RSA, 2048 bits");
    }

    #[test]
    fn a_certificate_says_for_whom_by_whom_and_how_long() {
        let certificate = lines(Kind::Certificate, vector!("ec-certificate"));
        assert!(says(&certificate, "Key").starts_with("ECDSA, P-"));
        assert!(says(&certificate, "Valid until").ends_with(" UTC"));
        assert_eq!(says(&certificate, "SHA-256 fingerprint").len(), 32 * 3 - 1);
    }

    #[test]
    fn what_cannot_be_read_has_a_size() {
        let bytes = vec![0x30, 1, 2].into();
        let kind = Kind::Request;
        let lines = Describe { kind, bytes }.run();
        assert_eq!(says(&lines, "Size"), "3 bytes in DER");
    }
}
