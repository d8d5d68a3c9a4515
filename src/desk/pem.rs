//! A thing's bytes as a file for the world outside.

use super::{Kind, armor};
use crate::engine::symmetric::base64url;
use zeroize::Zeroizing;

/// The bytes of a thing of this kind as text: a PEM block where the kind has
/// a label (RFC 7468), the text itself for tokens, base64 otherwise.
#[must_use]
pub fn to_pem(kind: Kind, bytes: &[u8]) -> Zeroizing<String> {
    match (kind, kind.pem_label()) {
        (_, Some(label)) => armor::encode(label, bytes),
        (Kind::FernetToken, None) => String::from_utf8_lossy(bytes).into_owned().into(),
        (Kind::FernetKey, None) => base64url::text(bytes).into(),
        (_, None) => armor::base64(bytes),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
