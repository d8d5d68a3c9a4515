//! The subject of a certificate: a distinguished name (RFC 5280 §4.1.2.4).

mod read;

pub(super) use read::read;

use super::error;
use super::shown::{escaped, listed, visible};
use crate::engine::diagnosis::Diagnosis;
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc3280, rfc4519};
use der::asn1::{Any, Ia5StringRef, PrintableStringRef, SetOfVec};
use der::{Decode, Encode, Tagged};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

/// The parts of a name that `openssl req` asks for, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// `C`, countryName: two letters of ISO 3166.
    Country,
    /// `ST`, stateOrProvinceName.
    State,
    /// `L`, localityName.
    Locality,
    /// `O`, organizationName.
    Organization,
    /// `OU`, organizationalUnitName.
    Unit,
    /// `CN`, commonName.
    CommonName,
    /// `emailAddress` (RFC 2985 §5.2.1).
    Email,
}

impl Attribute {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Country,
        Self::State,
        Self::Locality,
        Self::Organization,
        Self::Unit,
        Self::CommonName,
        Self::Email,
    ];

    /// The short name that openssl and RFC 4514 use.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::State => "ST",
            Self::Locality => "L",
            Self::Organization => "O",
            Self::Unit => "OU",
            Self::CommonName => "CN",
            Self::Email => "emailAddress",
        }
    }

    /// The standard's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "countryName",
            Self::State => "stateOrProvinceName",
            Self::Locality => "localityName",
            Self::Organization => "organizationName",
            Self::Unit => "organizationalUnitName",
            Self::CommonName => "commonName",
            Self::Email => "emailAddress",
        }
    }

    /// How long it may be, in characters (RFC 5280 appendix A.1, the upper
    /// bounds `ub-…`).
    #[must_use]
    pub fn longest(self) -> usize {
        match self {
            Self::Country => 2,
            Self::State | Self::Locality => 128,
            Self::Organization | Self::Unit | Self::CommonName => 64,
            Self::Email => 255,
        }
    }

    /// Its object identifier.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Country => rfc4519::COUNTRY_NAME,
            Self::State => rfc4519::ST,
            Self::Locality => rfc4519::LOCALITY_NAME,
            Self::Organization => rfc4519::ORGANIZATION_NAME,
            Self::Unit => rfc4519::ORGANIZATIONAL_UNIT_NAME,
            Self::CommonName => rfc4519::COMMON_NAME,
            Self::Email => rfc3280::EMAIL_ADDRESS,
        }
    }
}

/// What is wrong with a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// No part of it is filled in.
    Empty,
    /// One part is too long.
    TooLong {
        /// Which.
        attribute: Attribute,
        /// How long it is, in characters.
        length: usize,
    },
    /// A country that is not two letters.
    Country {
        /// What stands there.
        found: String,
    },
    /// A character that cannot stand there.
    Character {
        /// In which part.
        attribute: Attribute,
        /// The character.
        found: char,
        /// Its place, in bytes.
        at: usize,
    },
    /// An address without an `@` between two parts.
    NoAt,
}

impl NameError {
    /// The part that it is about, where it is about one.
    #[must_use]
    pub fn attribute(&self) -> Option<Attribute> {
        match self {
            Self::Empty => None,
            Self::TooLong { attribute, .. } | Self::Character { attribute, .. } => Some(*attribute),
            Self::Country { .. } => Some(Attribute::Country),
            Self::NoAt => Some(Attribute::Email),
        }
    }

    /// The same in words for a person.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        match self {
            Self::Empty => Diagnosis::expected("a subject with at least one part filled in")
                .found("no part at all")
                .help("Fill in CN, the common name: it is what lists and error messages show."),
            Self::TooLong { attribute, length } => Diagnosis::expected(format!(
                "at most {} characters in {}",
                attribute.longest(),
                attribute.name()
            ))
            .found(format!("{length} characters")),
            Self::Country { found } => {
                Diagnosis::expected("exactly two letters for the country, such as DE or US")
                    .found(format!("{found:?}"))
                    .help("The codes are those of ISO 3166. The field may also stay empty.")
            }
            Self::Character {
                attribute: Attribute::Email,
                found,
                at,
            } => Diagnosis::expected("an address in plain ASCII letters, digits and signs")
                .found(format!("{found:?}"))
                .byte(*at),
            Self::Character {
                attribute,
                found,
                at,
            } => Diagnosis::expected(format!("readable characters in {}", attribute.name()))
                .found(format!("the control character {found:?}"))
                .byte(*at),
            Self::NoAt => Diagnosis::expected("an e-mail address such as ca@example.org")
                .found("no @ with text on both sides"),
        }
    }
}

/// A subject whose parts have been checked; at least one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    parts: Vec<(Attribute, String)>,
}

impl Subject {
    /// Checks the parts and puts them in order. Empty ones are left out, and
    /// white space around a part does not count; a country is written in
    /// capitals.
    ///
    /// # Errors
    /// When a part breaks the rules of RFC 5280, or none is filled in.
    pub fn new<'a>(
        parts: impl IntoIterator<Item = (Attribute, &'a str)>,
    ) -> Result<Self, NameError> {
        let mut checked = Vec::new();
        for (attribute, text) in parts {
            let text = text.trim();
            if !text.is_empty() {
                checked.push((attribute, check(attribute, text)?));
            }
        }
        if checked.is_empty() {
            return Err(NameError::Empty);
        }
        checked.sort_by_key(|(attribute, _)| *attribute);
        Ok(Self { parts: checked })
    }

    /// The parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[(Attribute, String)] {
        &self.parts
    }

    /// One part.
    #[must_use]
    pub fn part(&self, attribute: Attribute) -> Option<&str> {
        self.parts
            .iter()
            .find(|(kind, _)| *kind == attribute)
            .map(|(_, text)| text.as_str())
    }

    /// The name as ASN.1. Like openssl and `cryptography`, the country is a
    /// PrintableString, the address an IA5String, all others UTF8Strings, so
    /// that the same answers give the same bytes.
    ///
    /// # Errors
    /// Only when the crate refuses what was checked here.
    pub fn to_name(&self) -> Result<Name, Diagnosis> {
        let mut sequence = RdnSequence::default();
        for (attribute, text) in &self.parts {
            let value = match attribute {
                Attribute::Country => {
                    PrintableStringRef::new(text).and_then(|text| Any::encode_from(&text))
                }
                Attribute::Email => {
                    Ia5StringRef::new(text).and_then(|text| Any::encode_from(&text))
                }
                _ => Any::encode_from(text),
            }
            .map_err(error::internal)?;
            let part = AttributeTypeAndValue {
                oid: attribute.oid(),
                value,
            };
            let set = SetOfVec::try_from(vec![part]).map_err(error::internal)?;
            sequence.push(RelativeDistinguishedName::from(set));
        }
        // The crate makes a Name from DER only.
        let der = sequence.to_der().map_err(error::internal)?;
        Name::from_der(&der).map_err(error::internal)
    }

    /// The name as openssl's `-subj` takes it.
    #[must_use]
    pub fn openssl(&self) -> String {
        let mut out = String::new();
        for (attribute, text) in &self.parts {
            out.push('/');
            out.push_str(attribute.short());
            out.push('=');
            for c in text.chars() {
                if matches!(c, '/' | '+' | '\\') {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        out
    }
}

fn check(attribute: Attribute, text: &str) -> Result<String, NameError> {
    if attribute == Attribute::Country {
        if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(NameError::Country { found: text.into() });
        }
        return Ok(text.to_ascii_uppercase());
    }
    let strange =
        |c: &char| c.is_control() || (attribute == Attribute::Email && !c.is_ascii_graphic());
    if let Some((at, found)) = text.char_indices().find(|(_, c)| strange(c)) {
        return Err(NameError::Character {
            attribute,
            found,
            at,
        });
    }
    let length = text.chars().count();
    if length > attribute.longest() {
        return Err(NameError::TooLong { attribute, length });
    }
    if attribute == Attribute::Email
        && !text
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
    {
        return Err(NameError::NoAt);
    }
    Ok(text.to_owned())
}

/// A name in one line, in the order in which it is encoded, as openssl shows
/// it: `C=DE, O=Example, CN=localhost`.
#[must_use]
pub fn describe(name: &Name) -> String {
    let parts: Vec<String> = name
        .iter()
        .map(|part| {
            let short = Attribute::ALL
                .into_iter()
                .find(|attribute| attribute.oid() == part.oid)
                .map_or_else(
                    || part.oid.to_string(),
                    |attribute| attribute.short().to_owned(),
                );
            format!("{short}={}", escaped(&text_of(&part.value)))
        })
        .collect();
    if parts.is_empty() {
        "(empty)".into()
    } else {
        listed(parts)
    }
}

/// A text of a name, or a file's, as what a thing is called after it: bounded, and
/// with the code of what cannot be seen or turns the text around it.
#[must_use]
pub fn label(text: &str) -> String {
    visible(text)
}

/// Whether two names are the same (RFC 5280 §7.1): the kind of string, the
/// case of letters and how much white space there is do not matter.
#[must_use]
pub fn same(one: &Name, other: &Name) -> bool {
    parts(one) == parts(other)
}

/// The relative names of a name, each with its attributes as they are compared.
pub(super) fn parts(name: &Name) -> Vec<Vec<(ObjectIdentifier, Vec<u8>)>> {
    let folded = |value: &Any| {
        use der::Tag::{BmpString, Ia5String, PrintableString, TeletexString, Utf8String};
        match value.tag() {
            BmpString | Ia5String | PrintableString | TeletexString | Utf8String => {
                let text = text_of(value).to_lowercase();
                let words: Vec<&str> = text.split_whitespace().collect();
                words.join(" ").into_bytes()
            }
            _ => value.value().to_vec(),
        }
    };
    let sets = name.iter_rdn().map(|set| {
        let mut all: Vec<_> = set.iter().map(|it| (it.oid, folded(&it.value))).collect();
        all.sort();
        all
    });
    sets.collect()
}

/// The text inside a string of any of the types that names use.
#[must_use]
pub fn text_of(value: &Any) -> String {
    match value.tag() {
        der::Tag::BmpString => {
            let units: Vec<u16> = value
                .value()
                .chunks(2)
                .map(|pair| {
                    pair.iter()
                        .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
                })
                .collect();
            String::from_utf16_lossy(&units)
        }
        // Latin 1, as everybody reads it.
        der::Tag::TeletexString => value.value().iter().copied().map(char::from).collect(),
        _ => String::from_utf8_lossy(value.value()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    fn one(attribute: Attribute, text: &str) -> Result<Subject, NameError> {
        Subject::new([(attribute, text)])
    }

    #[test]
    fn parts_are_checked() {
        use Attribute::*;
        assert_eq!(Subject::new([]), Err(NameError::Empty));
        assert_eq!(one(CommonName, "  "), Err(NameError::Empty));
        assert_eq!(one(Country, "de").unwrap().part(Country), Some("DE"));
        for country in ["D", "DEU", "D1", "Ü"] {
            assert!(matches!(
                one(Country, country),
                Err(NameError::Country { .. })
            ));
        }
        assert!(one(CommonName, &"ü".repeat(64)).is_ok());
        assert_eq!(
            one(CommonName, &"ü".repeat(65)),
            Err(NameError::TooLong {
                attribute: CommonName,
                length: 65
            })
        );
        assert!(one(Email, "a@b").is_ok());
        assert_eq!(one(Email, "@b"), Err(NameError::NoAt));
        assert!(matches!(
            one(Email, "ä@b"),
            Err(NameError::Character { at: 0, .. })
        ));
        assert!(matches!(
            one(Organization, "a\0b"),
            Err(NameError::Character { at: 1, .. })
        ));
    }

    #[test]
    fn the_order_is_that_of_openssl() {
        let subject = Subject::new([
            (Attribute::CommonName, "a/b"),
            (Attribute::Country, "DE"),
            (Attribute::Organization, "Größe"),
        ])
        .unwrap();
        let name = subject.to_name().unwrap();
        assert_eq!(describe(&name), "C=DE, O=Größe, CN=a/b");
        assert_eq!(subject.openssl(), "/C=DE/O=Größe/CN=a\\/b");
    }
}
