//! What an input consists of: PEM blocks, DER, base64 or Fernet text.

use super::clean::{Clean, clean};
use super::{fillers, foreign, pkcs7};
use crate::engine::asn1::pem::{self, PemBlock};
use crate::engine::asn1::{Structure, dissect, recognise};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::hex;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{Key, is_token};
use crate::engine::symmetric::lenient::{Releases, readings};
use crate::units::cipher::fernet_key::unquoted;
use zeroize::Zeroizing;

/// How the input is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Pem,
    Der,
    Base64,
    Fernet,
    /// Something that had to be changed first: other tools do not read it.
    Changed,
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
    pub(super) errors: Vec<Diagnosis>,
    /// What was changed before it could be read, in whole sentences.
    pub(super) notes: Vec<String>,
}

/// How often a text in base64 may hold another text.
const DEEP: usize = 2;

/// Tells what an input is.
///
/// # Errors
/// When it is nothing that is known here.
pub(super) fn read(bytes: &[u8]) -> Result<Read, Diagnosis> {
    layer(bytes, DEEP)
}

/// What belongs into the field.
pub(super) fn wanted() -> Diagnosis {
    Diagnosis::expected("PEM, DER, base64 of DER, a Fernet key or a Fernet token").of("file")
}

fn layer(bytes: &[u8], deep: usize) -> Result<Read, Diagnosis> {
    if bytes.trim_ascii().is_empty() {
        return Err(wanted()
            .found("nothing")
            .help("Paste the text of a file, or drop the file here."));
    }
    if let Some(named) = foreign::binary(bytes, foreign::Written::Plainly) {
        return Err(named);
    }
    if is_der(bytes) {
        return Ok(der(bytes, Shape::Der, "It is DER."));
    }
    match clean(bytes) {
        Some(clean) => text(&clean, deep),
        None => Err(binary(bytes)),
    }
}

/// A text, cleaned.
fn text(clean: &Clean, deep: usize) -> Result<Read, Diagnosis> {
    let bytes = &clean.bytes[..];
    let found = pem::read(bytes);
    let errors = found.errors.into_iter();
    let errors = errors.map(|error| error.moved(|at| clean.origin(at)));
    let mut errors: Vec<_> = errors.collect();
    let noted = |read: Read| {
        let mut notes = clean.notes.clone();
        notes.extend(read.notes);
        Read {
            shape: if notes.is_empty() {
                read.shape
            } else {
                Shape::Changed
            },
            notes,
            ..read
        }
    };
    if !found.blocks.is_empty() {
        let labels = super::listed(found.blocks.iter().map(|block| &*block.label), ", ");
        let mut notes = Vec::new();
        let mut parts = Vec::new();
        let mut blocks = found.blocks;
        notes.extend(fillers::left_out_of(&mut blocks));
        for block in blocks {
            parts.extend(block_parts(block, &mut notes));
        }
        return Ok(noted(Read {
            shape: Shape::Pem,
            says: format!("It is PEM: {labels}."),
            parts,
            errors,
            notes,
        }));
    }
    if let Some(named) = foreign::text(bytes) {
        return Err(named);
    }
    if !errors.is_empty() {
        let error = errors.swap_remove(0);
        return Err(error.of("file")
            .help("Something is cut off or was changed on the way; copy it again, from the first dash to the last."));
    }
    if let Some((part, note)) = fernet(bytes) {
        let mut read = one(Shape::Fernet, "It is the text of Fernet.", part);
        read.notes.extend(note);
        return Ok(noted(read));
    }
    if let Some(parts) = fernets(bytes) {
        return Ok(noted(several(
            Shape::Fernet,
            "They are texts of Fernet.",
            parts,
        )));
    }
    if let Some(read) = base64(bytes, deep) {
        return read.map(noted);
    }
    Err(foreign::words(bytes).unwrap_or_else(|| {
        let text = String::from_utf8_lossy(bytes);
        let line = text.trim().lines().next().unwrap_or_default();
        let line: String = line.chars().take(16).collect();
        wanted()
            .found(format!("text that begins with {:?}", line.trim_end()))
            .help("None of these begins like that. Is it the right file?")
    }))
}

/// Base64 without an armour: of DER, of other text as in a Kubernetes secret,
/// or of something foreign.
fn base64(bytes: &[u8], deep: usize) -> Option<Result<Read, Diagnosis>> {
    let bare = value(bytes);
    if let Some(inside) = pem::bare_base64(bare) {
        if let Some(named) = foreign::binary(&inside, foreign::Written::Base64) {
            return Some(Err(named));
        }
        if is_der(&inside) {
            let says = "It is DER in base64, without the lines around it.";
            return Some(Ok(der(&inside, Shape::Base64, says)));
        }
        if deep > 0
            && let Ok(read) = layer(&inside, deep - 1)
        {
            let notes = std::iter::once(DECODED.to_owned()).chain(read.notes);
            return Some(Ok(Read {
                notes: notes.collect(),
                shape: Shape::Changed,
                ..read
            }));
        }
    }
    // The words of a whole secret that are PEM once more.
    let mut inside = Zeroizing::new(Vec::new());
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    for word in bytes.split(|byte| !is_base64(*byte)) {
        let decoded = (word.len() > 64).then(|| pem::bare_base64(word)).flatten();
        if let Some(decoded) = decoded.filter(|decoded| has_pem(decoded)) {
            inside.extend_from_slice(&decoded);
            inside.push(b'\n');
        }
    }
    if inside.is_empty() || deep == 0 {
        return None;
    }
    let read = layer(&inside, deep - 1).ok()?;
    let notes = std::iter::once(DECODED.to_owned()).chain(read.notes);
    Some(Ok(Read {
        notes: notes.collect(),
        shape: Shape::Changed,
        ..read
    }))
}

fn has_pem(bytes: &[u8]) -> bool {
    let begin = b"-----BEGIN ";
    bytes.windows(begin.len()).any(|window| window == begin)
}

const DECODED: &str = "It is text in base64 once more, as Kubernetes keeps secrets; it was decoded first (base64 -d does the same).";

fn binary(bytes: &[u8]) -> Diagnosis {
    let start = bytes.get(..bytes.len().min(16)).unwrap_or_default();
    let layout = dissect(bytes);
    match layout.problems.first().filter(|_| bytes.first() == Some(&0x30)) {
        Some(problem) => wanted()
            .found(format!(
                "broken DER ({})",
                problem.says.trim_end_matches('.')
            ))
            .byte(problem.at as usize)
            .help("Something is cut off or was changed on the way; take the file once more, byte for byte."),
        None => wanted()
            .found(format!("bytes that begin with {}", hex::encode(start)))
            .help("No file of a kind that is known here begins with these bytes. Is it the right file?"),
    }
}

fn one(shape: Shape, says: &str, part: Part) -> Read {
    several(shape, says, vec![part])
}

fn several(shape: Shape, says: &str, parts: Vec<Part>) -> Read {
    Read {
        shape,
        says: says.to_owned(),
        parts,
        errors: Vec::new(),
        notes: Vec::new(),
    }
}

/// DER; of a PKCS#7 file, the certificates in it.
fn der(der: &[u8], shape: Shape, says: &str) -> Read {
    let (der, left_out) = fillers::without(der);
    let mut notes = Vec::new();
    if left_out > 0 {
        notes.push(fillers::note("its", der.len(), left_out));
    }
    let mut parts = Vec::new();
    if let Some(certificates) = pkcs7::certificates(der) {
        notes.push(pkcs7::NOTE.to_owned());
        parts.extend(certificates.into_iter().map(certificate_part));
    } else {
        // Files may be joined.
        let (whole, rest) = pkcs7::split(der);
        let whole = if rest.is_empty() { whole } else { vec![der] };
        parts.extend(whole.into_iter().map(|der| Part::Der {
            label: None,
            der: Zeroizing::new(der.to_vec()),
            headers: Vec::new(),
        }));
    }
    let is_changed = !notes.is_empty() || parts.len() > 1;
    Read {
        notes,
        ..several(if is_changed { Shape::Changed } else { shape }, says, parts)
    }
}

/// A block of PEM; of a PKCS#7 one, the certificates in it, and of a trusted
/// certificate what openssl appends to it left out.
fn block_parts(mut block: PemBlock, notes: &mut Vec<String>) -> Vec<Part> {
    if let Some(certificates) = pkcs7::certificates(&block.der) {
        notes.push(pkcs7::NOTE.to_owned());
        return certificates.into_iter().map(certificate_part).collect();
    }
    if block.label == "TRUSTED CERTIFICATE"
        && let [first, ..] = pkcs7::split(&block.der).0[..]
        && first.len() < block.der.len()
    {
        let length = first.len();
        notes.push(format!("The certificate of {length} bytes is followed by {} bytes of openssl's own trust settings (TRUSTED CERTIFICATE); they are not part of it and were left out.", block.der.len() - length));
        block.der.truncate(length);
    }
    vec![Part::Der {
        label: Some(block.label),
        der: block.der,
        headers: block.headers,
    }]
}

fn certificate_part(der: &[u8]) -> Part {
    Part::Der {
        label: Some("CERTIFICATE".to_owned()),
        der: Zeroizing::new(der.to_vec()),
        headers: Vec::new(),
    }
}

/// Whether bytes are DER from their first to their last, fillers left out.
fn is_der(bytes: &[u8]) -> bool {
    let (der, _) = fillers::without(bytes);
    let is_known = || recognise(der) != Structure::Unknown || dissect(der).problems.is_empty();
    der.first() == Some(&0x30) && is_known()
}

/// The value in `NAME=value`, `NAME: value` or `export NAME="value"`, or the
/// whole; without the quotes around it.
fn value(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii();
    let begins = text.strip_prefix(b"export ").unwrap_or(text).trim_ascii();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let length = begins.iter().take_while(|byte| is_name(byte)).count();
    let rest = begins.get(length..).unwrap_or_default().trim_ascii_start();
    let value = match rest {
        [b'=' | b':', value @ ..] if length > 0 => value,
        _ => b"",
    };
    // What stands behind the padding of base64 is no value.
    let behind = matches!(value.first(), Some(b'=' | b',' | b';' | b'\r' | b'\n'));
    let value = value.trim_ascii();
    let value = if behind || value.is_empty() {
        text
    } else {
        value
    };
    let bare = |quote: u8| value.strip_prefix(&[quote])?.strip_suffix(&[quote]);
    bare(b'"').or_else(|| bare(b'\'')).unwrap_or(value)
}

/// A key or a token of Fernet, as their fields read them too.
fn fernet(bytes: &[u8]) -> Option<(Part, Option<String>)> {
    let text = unquoted(std::str::from_utf8(value(bytes)).ok()?).trim_matches(['\'', '"']);
    // As in the field of a token, white space inside does not count.
    let text: Zeroizing<String> = text.split_whitespace().collect::<String>().into();
    if matches!(text.len(), 43 | 44)
        && let Ok((key, remark)) = Key::read(&text)
    {
        let cut = (!text.ends_with('=')).then(|| "The = at its end is missing; it was read all the same, but Python's Fernet refuses it.".to_owned());
        return Some((Part::FernetKey(key.bytes().into()), cut.or(remark)));
    }
    token(&text)
}

/// A token, as it should be written, and what there is to say of how it is.
fn token(text: &str) -> Option<(Part, Option<String>)> {
    let mut readings = readings(text);
    let reading = readings.pop().filter(|_| readings.is_empty())?;
    let bytes = Zeroizing::new(reading.bytes.clone());
    let remark = reading.remark();
    // Text that is not canonical must look like one token all the same.
    let is_one = text.starts_with(BEGINS) && text.matches(BEGINS).count() == 1;
    let token = is_token(&bytes) && (remark.is_none() || is_one && reading.by == Releases::All);
    token.then(|| (Part::FernetToken(base64url::text(&bytes)), remark))
}

/// What a token of this century begins with.
const BEGINS: &str = "gAAAA";

/// Several keys or tokens, as MultiFernet takes them: one on each line, or
/// with commas between.
fn fernets(bytes: &[u8]) -> Option<Vec<Part>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']'));
    let parts = words
        .filter(|word| !word.is_empty())
        .map(|word| Some(fernet(word.as_bytes())?.0));
    parts
        .collect::<Option<Vec<_>>>()
        .filter(|all| all.len() > 1)
}
