//! A structure in DER as a form: a line for each of its fields.

mod draw;

use super::bricks::length;
use crate::engine::asn1::USAGES;
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::hex;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Picture, Step};

/// A certificate, a request or a key as a form: what stands in each of its
/// fields, how long that is, and who decided it. An extension has a line of its
/// own, which says its content and not what it is wrapped into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Der {
    /// What the whole is.
    pub name: Text,
    /// How many bytes it has.
    pub length: u32,
    /// The fields, in their order.
    pub lines: Vec<Entry>,
    /// The line that a step is about.
    pub open: Option<OpenLine>,
}

/// A field in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The standard's name for it.
    pub name: Text,
    /// What stands in it, or how long it is.
    pub says: Text,
    /// Its first byte, and the first after it.
    pub range: [u32; 2],
    /// The logarithm of its length, in thousandths of the longest.
    pub width: u32,
    /// Who decided it, where that is known.
    pub by: Option<By>,
    /// Who may know it.
    pub known_to: Knowers,
    /// What a key may be used for, and whether it may; empty where it is no
    /// list of uses.
    pub switches: Vec<(&'static str, bool)>,
}

/// Who decided what stands in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever asks for a certificate.
    Asker,
    /// Whoever signs it.
    Issuer,
    /// Nobody: it follows from other values.
    Computed,
}

/// A line with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLine {
    /// Which line, from 0.
    pub line: usize,
    /// The bytes around its content: those of an extension before its content.
    pub around: Vec<u8>,
    /// The bytes that say what follows.
    pub tag: Bytes,
    /// The bytes that say how long it is.
    pub length: Bytes,
    /// What stands in it.
    pub value: Bytes,
}

/// Some bytes, and what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// The bytes, or as many as are shown.
    pub shown: Vec<u8>,
    /// How many more there are.
    pub beyond: usize,
    /// What they say.
    pub says: Text,
}

/// So many bytes of a value are shown.
const SHOWN: usize = 24;

/// What only holds together the fields inside it.
const AROUND: &[&str] = &[
    "TBSCertificate",
    "certificationRequestInfo",
    "extensions [3]",
    "extensions",
    "attributes",
    "extensionRequest",
    "values",
    "privateKey",
    "RSAPrivateKey",
];

/// What a certificate takes over from who asks for it.
const ASKED: &[&str] = &["subject", "subjectPublicKeyInfo", "subjectAltName"];

/// What follows from other values.
const COMPUTED: &[&str] = &[
    "subjectKeyIdentifier",
    "authorityKeyIdentifier",
    "signatureValue",
];

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Asker, Self::Issuer, Self::Computed];

    /// Its word, short.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asker => "asked for",
            Self::Issuer => "issuer’s",
            Self::Computed => "computed",
        }
    }
}

impl Der {
    /// The picture of a step that lays out one structure and says no equation.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let [whole] = step.bytes.as_slice() else {
            return None;
        };
        if !step.equations.is_empty() {
            return None;
        }
        Self::about(whole, "")
    }

    /// A structure as a form, with the line of this name opened; one that is
    /// only that line is opened as well. `None` where nothing frames its bytes.
    #[must_use]
    pub fn about(whole: &Dissection, name: &str) -> Option<Self> {
        let [outer] = whole.fields.as_slice() else {
            return None;
        };
        header(outer)?;
        let mut fields = Vec::new();
        if value(outer).is_some() {
            fields.push(outer);
        } else {
            lay(outer, &mut fields);
        }
        let longest = fields.iter().map(|field| field.range().len()).max()?;
        let deciders = Deciders::of(whole);
        let lines = fields.iter().map(|field| Entry {
            // The number of its tag stands in the bytes.
            name: match field.name.split_once(" [") {
                Some((name, _)) => name.to_owned().into(),
                None => field.name.clone(),
            },
            says: says(field),
            range: [field.start, field.end],
            width: share(field.range().len(), longest),
            by: deciders.by(field),
            known_to: field.known_to,
            switches: switches(field, whole),
        });
        let lines: Vec<Entry> = lines.collect();
        let is_it = |field: &&Field| field.name == name || value(outer).is_some();
        let open = fields.iter().position(is_it);
        let open = open.and_then(|line| OpenLine::of(line, fields.get(line)?, whole));
        Some(Self {
            name: whole.name.clone(),
            length: u32::try_from(whole.bytes.len()).unwrap_or(u32::MAX),
            lines,
            open,
        })
    }

    /// Who decided something of it, in their order.
    #[must_use]
    pub fn deciders(&self) -> Vec<By> {
        let decided = |by: &By| self.lines.iter().any(|line| line.by == Some(*by));
        By::ALL.into_iter().filter(decided).collect()
    }
}

impl Picture for Der {
    fn kind(&self) -> &'static str {
        "der"
    }

    fn says(&self) -> String {
        let lines = self.lines.iter().map(|line| match line.by {
            Some(by) => format!("{} ({}): {}", line.name, by.word(), line.says),
            None => format!("{}: {}", line.name, line.says),
        });
        let lines: Vec<String> = lines.collect();
        let open = self.open.as_ref().map_or_else(String::new, |open| {
            let name = self.lines.get(open.line).map_or("", |line| &*line.name);
            format!(
                " Open is {name}: tag {}, length {}, value {}.",
                open.tag.hex(),
                open.length.hex(),
                open.value.hex()
            )
        });
        format!(
            "{}, {} bytes long, as a form. {}.{open}",
            self.name,
            self.length,
            lines.join("; ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::der(self)
    }
}

impl OpenLine {
    fn of(line: usize, field: &Field, whole: &Dissection) -> Option<Self> {
        let content = value(field).unwrap_or(field);
        let header = header(content)?;
        let [tag, length] = header.inside.as_slice() else {
            return None;
        };
        let around = whole.bytes.get(field.range().start..content.range().start);
        let rest = whole
            .bytes
            .get(header.range().end..content.range().end)
            .unwrap_or_default();
        let kind = tag.meaning.split(',').next().unwrap_or_default();
        Some(Self {
            line,
            around: around.unwrap_or_default().to_vec(),
            tag: Bytes::of(whole.slice(tag), kind.to_owned()),
            length: Bytes::of(whole.slice(length), length.meaning.clone()),
            value: Bytes::of(rest, ""),
        })
    }
}

impl Bytes {
    fn of(bytes: &[u8], says: impl Into<Text>) -> Self {
        Self {
            shown: bytes.iter().take(SHOWN).copied().collect(),
            beyond: bytes.len().saturating_sub(SHOWN),
            says: says.into(),
        }
    }

    /// The bytes in digits, and how many are left out.
    #[must_use]
    pub fn hex(&self) -> String {
        let digits = hex::spaced(&self.shown);
        match (self.beyond, digits.is_empty()) {
            (0, true) => "nothing".to_owned(),
            (0, false) => digits,
            (beyond, _) => format!("{digits} … {beyond} more"),
        }
    }
}

/// Who decides in which structure.
enum Deciders {
    /// Who asks and who signs are two.
    Certificate,
    /// Who signs asks nobody.
    SelfIssued,
    /// Nobody has decided yet.
    Request,
    /// It is not known.
    Others,
}

impl Deciders {
    fn of(whole: &Dissection) -> Self {
        let slice = |name| whole.find(name).map(|field| whole.slice(field));
        if whole.find("validity").is_none() {
            return match whole.find("subjectPKInfo") {
                Some(_) => Self::Request,
                None => Self::Others,
            };
        }
        match slice("issuer") == slice("subject") {
            true => Self::SelfIssued,
            false => Self::Certificate,
        }
    }

    fn by(&self, field: &Field) -> Option<By> {
        let is_in = |names: &[&str]| names.contains(&&*field.name);
        match self {
            Self::Others => None,
            // The signature itself, not its algorithm.
            Self::Request if field.name == "signature" => Some(By::Computed),
            Self::Request => Some(By::Asker),
            _ if is_in(COMPUTED) => Some(By::Computed),
            Self::Certificate if is_in(ASKED) => Some(By::Asker),
            _ => Some(By::Issuer),
        }
    }
}

/// The fields that have a line of their own.
fn lay<'a>(field: &'a Field, lines: &mut Vec<&'a Field>) {
    let parts = || {
        let inside = field.inside.iter();
        inside.filter(|inner| inner.role == Role::Content && inner.name != "content")
    };
    // An attribute tells what it is, then its values.
    let is_attribute = parts().any(|inner| inner.name == "values");
    for inner in parts().filter(|inner| !(is_attribute && inner.name == "type")) {
        let has_more = inner.inside.iter().any(|inner| !inner.inside.is_empty());
        if has_more && AROUND.contains(&&*inner.name) {
            lay(inner, lines);
        } else {
            lines.push(inner);
        }
    }
}

/// The tag and the length of a field.
fn header(field: &Field) -> Option<&Field> {
    let first = field.inside.first()?;
    (first.role == Role::Frame && first.name == "header").then_some(first)
}

/// What an extension wraps.
fn value(field: &Field) -> Option<&Field> {
    let inside = field.inside.iter();
    let wrapped = inside.rev().find(|inner| inner.name == "extnValue")?;
    let mut inner = wrapped.inside.iter();
    Some(inner.find(|one| header(one).is_some()).unwrap_or(wrapped))
}

/// What stands in a field, in a few characters.
fn says(field: &Field) -> Text {
    if field.name == "validity" {
        let inside = field.inside.iter();
        let ends = inside.filter(|inner| inner.role == Role::Content);
        let days: Vec<&str> = ends.filter_map(|end| end.meaning.get(..10)).collect();
        if let [from, to] = days.as_slice() {
            return format!("{from} – {to}").into();
        }
    }
    match field.meaning.is_empty() {
        true => crate::engine::text::plural(field.range().len()).into(),
        false => field.meaning.clone(),
    }
}

/// The uses of a key, and which of them are set.
fn switches(field: &Field, whole: &Dissection) -> Vec<(&'static str, bool)> {
    let usage = value(field).filter(|usage| usage.name == "KeyUsage");
    let content = usage.and_then(|usage| usage.find("content"));
    let Some(bits) = content.map(|content| whole.slice(content)) else {
        return Vec::new();
    };
    let is_set = |at: usize| {
        let byte = bits.get(at / 8).copied().unwrap_or(0);
        byte & (0x80 >> (at % 8)) != 0
    };
    let named = USAGES.into_iter().enumerate();
    named.map(|(at, name)| (name, is_set(at))).collect()
}

/// The logarithm of a length, in thousandths of that of the longest.
fn share(bytes: usize, longest: usize) -> u32 {
    let log = |bytes: usize| length(&bytes.max(1).into());
    let share = log(bytes) * 1000 / log(longest).max(1);
    u32::try_from(share).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;
    use crate::engine::asn1::{dissect_any, pem};

    fn vector(name: &str) -> Dissection {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
        let input = std::fs::read(format!("{folder}/{name}.pem")).unwrap();
        dissect_any(&pem::read(&input).blocks.first().unwrap().der)
    }

    fn line<'a>(form: &'a Der, name: &str) -> &'a Entry {
        form.lines.iter().find(|line| line.name == name).unwrap()
    }

    #[test]
    fn a_certificate_has_a_line_for_each_field_and_extension() {
        let whole = vector("extensions/leaf");
        let form = Der::about(&whole, "").unwrap();
        let names: Vec<&str> = form.lines.iter().map(|line| &*line.name).collect();
        let head = [
            "version",
            "serialNumber",
            "signature",
            "issuer",
            "validity",
            "subject",
            "subjectPublicKeyInfo",
        ];
        assert!(names.starts_with(&head), "{names:?}");
        let end = ["signatureAlgorithm", "signatureValue"];
        assert!(names.ends_with(&end), "{names:?}");
        assert!(names.contains(&"basicConstraints"), "{names:?}");
        assert_eq!(line(&form, "subject").by, Some(By::Asker));
        assert_eq!(line(&form, "issuer").by, Some(By::Issuer));
        assert_eq!(line(&form, "signatureValue").by, Some(By::Computed));
        assert_eq!(form.deciders(), By::ALL);
        let period = &line(&form, "validity").says;
        assert_eq!(period.chars().count(), 2 * 10 + 3, "{period}");
        let longest = form.lines.iter().map(|line| line.width).max();
        assert_eq!((longest, form.open), (Some(1000), None));
        // Who signs it itself asks nobody.
        let root = Der::about(&vector("extensions/root"), "").unwrap();
        assert_eq!(line(&root, "subject").by, Some(By::Issuer));
    }

    #[test]
    fn an_open_extension_shows_its_content_and_what_is_around_it() {
        let form = Der::about(&vector("keys/rsa-request"), "keyUsage").unwrap();
        let open = form.open.as_ref().unwrap();
        let usage = line(&form, "keyUsage");
        assert_eq!(form.lines[open.line], *usage);
        assert_eq!(
            (open.tag.hex(), &*open.tag.says),
            ("03".to_owned(), "BIT STRING")
        );
        assert_eq!(open.length.hex(), "02");
        assert_eq!(open.value.hex(), "05 a0");
        assert_eq!(open.around.first(), Some(&0x30));
        let set = usage.switches.iter().filter(|(_, is_set)| *is_set);
        let set: Vec<&str> = set.map(|(name, _)| *name).collect();
        assert_eq!(usage.switches.len(), 9);
        assert_eq!(set, ["digitalSignature", "keyEncipherment"]);
        assert!(
            form.says()
                .contains("Open is keyUsage: tag 03, length 02, value 05 a0.")
        );
        // All of a request is what somebody asks for.
        assert_eq!(form.deciders(), [By::Asker, By::Computed]);
    }

    #[test]
    fn of_a_key_it_is_told_who_may_know_it() {
        let form = Der::about(&vector("keys/rsa-pkcs8"), "").unwrap();
        assert_eq!(form.deciders(), []);
        assert!(line(&form, "prime1").known_to.is_secret());
        assert!(!line(&form, "modulus").known_to.is_secret());
    }

    #[test]
    fn what_no_header_frames_has_no_form() {
        let whole = |fields| Dissection::new("it", vec![0; 6], fields);
        let inner = Field::new(2..6, "inner").inside(vec![Field::new(2..6, "content")]);
        let outer = Field::new(0..6, "outer").inside(vec![Field::new(0..2, "header"), inner]);
        let plain = whole(vec![outer]);
        assert_eq!(Der::about(&plain, ""), None);
        assert_eq!(Der::of(&Step::new("it", "it").bytes(plain)), None);
        let two = vec![Field::new(0..2, "one"), Field::new(2..6, "other")];
        assert_eq!(Der::about(&whole(two), ""), None);
    }

    #[test]
    fn long_values_are_shown_in_part() {
        let bytes = Bytes::of(&[0xab; 30], "");
        assert_eq!(bytes.shown.len(), SHOWN);
        assert!(bytes.hex().ends_with("ab … 6 more"));
        assert_eq!(Bytes::of(&[], "").hex(), "nothing");
        assert_eq!(share(256, 256), 1000);
        assert_eq!(share(16, 256), 500);
    }
}
