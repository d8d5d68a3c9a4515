//! What an input consists of: PEM blocks, DER, base64 or Fernet text.

use super::super::Diagnosis;
use crate::engine::asn1::pem::{self, PemError};
use crate::engine::asn1::{Structure, dissect, recognise};
use crate::engine::hex;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{HEAD, TAG, VERSION};
use zeroize::Zeroizing;

/// How the input is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Pem,
    Der,
    Base64,
    Fernet,
}

/// One thing in an input.
#[derive(Debug)]
pub(super) enum Part {
    /// DER, with the label and the old headers of its armour.
    Der {
        label: Option<String>,
        der: Zeroizing<Vec<u8>>,
        headers: Vec<String>,
    },
    /// A Fernet key: 32 bytes.
    FernetKey(Zeroizing<Vec<u8>>),
    /// A Fernet token: its text.
    FernetToken(String),
}

/// An input, taken to its parts.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) shape: Shape,
    pub(super) says: String,
    pub(super) parts: Vec<Part>,
    pub(super) errors: Vec<PemError>,
}

/// Tells what an input is.
///
/// # Errors
/// When it is nothing that is known here.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Diagnosis> {
    let wanted = || {
        Diagnosis::at(
            "file",
            "PEM, DER, base64 of DER, a Fernet key or a Fernet token",
        )
    };
    if bytes.trim_ascii().is_empty() {
        return Err(wanted()
            .found("nothing")
            .help("Paste the text of a file, or drop the file here."));
    }
    let found = pem::read(bytes);
    if !found.blocks.is_empty() {
        let labels = super::listed(found.blocks.iter().map(|block| &*block.label), ", ");
        return Ok(Read {
            shape: Shape::Pem,
            says: format!("It is PEM: {labels}."),
            parts: found
                .blocks
                .into_iter()
                .map(|block| Part::Der {
                    label: Some(block.label),
                    der: block.der,
                    headers: block.headers,
                })
                .collect(),
            errors: found.errors,
        });
    }
    if let Some(error) = found.errors.into_iter().next() {
        return Err(Diagnosis::at("file", error.expected)
            .found(error.found)
            .byte(error.at)
            .help("Something is cut off or was changed on the way; copy it again, from the first dash to the last."));
    }
    if is_der(bytes) {
        return Ok(one(Shape::Der, "It is DER.", der_part(bytes)));
    }
    if let Some(part) = fernet(bytes) {
        return Ok(one(Shape::Fernet, "It is the text of Fernet.", part));
    }
    if let Some(der) = pem::bare_base64(bytes).filter(|der| is_der(der)) {
        return Ok(one(
            Shape::Base64,
            "It is DER in base64, without the lines around it.",
            der_part(&der),
        ));
    }
    let start = bytes.get(..bytes.len().min(16)).unwrap_or_default();
    let cut = bytes.first() == Some(&0x30) && std::str::from_utf8(bytes).is_err();
    let diagnosis = match std::str::from_utf8(start.trim_ascii()) {
        Ok(text) if !text.contains(|c: char| c.is_control()) => {
            wanted().found(format!("text that begins with {text:?}"))
        }
        _ if cut => wanted()
            .found(
                dissect(bytes)
                    .problems
                    .first()
                    .map_or_else(String::new, |problem| {
                        format!("broken DER ({})", problem.says.trim_end_matches('.'))
                    }),
            )
            .byte(
                dissect(bytes)
                    .problems
                    .first()
                    .map_or(0, |problem| problem.at as usize),
            ),
        _ => wanted().found(format!("bytes that begin with {}", hex::encode(start))),
    };
    Err(diagnosis.help("PKCS#12 files (.p12, .pfx) and OpenSSH keys are not read here."))
}

fn one(shape: Shape, says: &str, part: Part) -> Read {
    Read {
        shape,
        says: says.to_owned(),
        parts: vec![part],
        errors: Vec::new(),
    }
}

fn der_part(der: &[u8]) -> Part {
    Part::Der {
        label: None,
        der: Zeroizing::new(der.to_vec()),
        headers: Vec::new(),
    }
}

/// Whether bytes are DER from their first to their last.
fn is_der(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x30)
        && (recognise(bytes) != Structure::Unknown || dissect(bytes).problems.is_empty())
}

fn fernet(bytes: &[u8]) -> Option<Part> {
    let text = std::str::from_utf8(bytes).ok()?.trim();
    // As Python prints bytes. Without the quotes a `b` is a part of the key.
    let text = ["'", "\""]
        .iter()
        .find_map(|quote| {
            text.strip_prefix('b')?
                .strip_prefix(quote)?
                .strip_suffix(quote)
        })
        .unwrap_or_else(|| text.trim_matches(['\'', '"']));
    let decoded = Zeroizing::new(base64url::decode(text).ok()?);
    if decoded.len() == 32 {
        return Some(Part::FernetKey(decoded));
    }
    let token = decoded.first() == Some(&VERSION) && decoded.len() >= HEAD + TAG;
    token.then(|| Part::FernetToken(text.to_owned()))
}
