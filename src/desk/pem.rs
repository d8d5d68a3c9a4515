//! A thing's bytes as a file for the world outside.

use super::{Bytes, KeyKind, Kind, armor};
use crate::engine::symmetric::base64url;
use zeroize::Zeroizing;

/// The bytes of a thing of this kind as text: a PEM block where the kind has
/// a label (RFC 7468), the text itself for tokens, base64 otherwise.
#[must_use]
pub fn to_pem(kind: Kind, bytes: &[u8]) -> Zeroizing<String> {
    match (kind, kind.pem_label()) {
        (_, Some(label)) => armor::encode(label, &to_der(kind, bytes)),
        (Kind::FernetToken, None) => String::from_utf8_lossy(bytes).into_owned().into(),
        (Kind::FernetKey, None) => base64url::text(bytes).into(),
        (_, None) => armor::base64(bytes),
    }
}

/// The bytes of a thing as others read them. They are those of the desk, but for a
/// private key of Ed25519: openssl 3.0 and Python's `cryptography` 48 refuse one
/// that holds its public half (version 2 of RFC 5958), so it leaves without.
#[must_use]
pub fn to_der(kind: Kind, bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    // SEQUENCE, version 1 or 2, and Ed25519 with a key of 32 bytes (RFC 8410 §7).
    let seed = match (kind, bytes) {
        (Kind::PrivateKey(KeyKind::Ed25519), [0x30, 0x51, 2, 1, 1, rest @ ..]) => rest.get(..43),
        _ => None,
    };
    Zeroizing::new(match seed {
        Some(rest) => [&[0x30, 0x2e, 2, 1, 0], rest].concat(),
        None => bytes.to_vec(),
    })
}

/// A name for the file, from the name of the thing: lower case, words joined
/// by hyphens, with this ending.
#[must_use]
pub fn file_name(name: &str, ending: &str) -> String {
    let mut file = String::new();
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() || c == '.' {
            file.push(c);
        } else if !file.ends_with('-') && !file.is_empty() {
            file.push('-');
        }
    }
    let file = file.trim_matches(['-', '.']);
    let file = if file.is_empty() { "padlock" } else { file };
    format!("{file}.{ending}")
}

/// Things as files, as text where they have one: each by its name, its kind and
/// its bytes. Files of one name are told apart by a number.
#[must_use]
pub fn files<'a>(things: impl Iterator<Item = (&'a str, Kind, &'a Bytes)>) -> Vec<(String, Bytes)> {
    let mut files: Vec<(String, Bytes)> = Vec::new();
    for (name, kind, bytes) in things {
        let ending = kind.ending();
        let bytes = match ending {
            "bin" => bytes.clone(),
            _ => to_pem(kind, bytes).as_bytes().to_vec().into(),
        };
        let numbered = (2..).map(|number| file_name(&format!("{name} {number}"), ending));
        let is_free = |name: &String| files.iter().all(|(other, _)| other != name);
        let mut names = std::iter::once(file_name(name, ending)).chain(numbered);
        if let Some(name) = names.find(is_free) {
            files.push((name, bytes));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_are_told_apart() {
        let bytes: Bytes = vec![1, 2].into();
        let things = [
            ("a b", Kind::Signature, &bytes),
            ("A-b", Kind::Signature, &bytes),
            ("a b", Kind::Certificate, &bytes),
        ];
        let files = files(things.into_iter());
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a-b.bin", "a-b-2.bin", "a-b.pem"]);
        assert_eq!(&*files[0].1, [1, 2]);
        assert!(files[2].1.starts_with(b"-----BEGIN CERTIFICATE-----"));
    }

    #[test]
    fn names_of_files_are_harmless() {
        assert_eq!(
            file_name("Root key (2048 bits)", "pem"),
            "root-key-2048-bits.pem"
        );
        assert_eq!(file_name("../../etc/passwd", "der"), "etc-passwd.der");
        assert_eq!(file_name("日本", "pem"), "padlock.pem");
    }
}
