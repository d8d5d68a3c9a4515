//! Extensions, each in one of three states: absent, understood, or malformed
//! (RFC 5280 §4.2).
//!
//! What is malformed is never taken for absent: a keyUsage that cannot be
//! read forbids, where a missing one leaves all uses open.

mod kinds;
mod names;

pub use kinds::{is_followed, is_unjudged};
pub use names::{Entry, Names};

use crate::engine::asn1::elements::{inside, rebased, slice};
use crate::engine::diagnosis::Diagnosis;
use const_oid::AssociatedOid;
use const_oid::db::rfc5280::{ID_CE_BASIC_CONSTRAINTS, ID_CE_SUBJECT_ALT_NAME};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, DecodeValue, FixedTag, Header, Reader, Tag};
use std::collections::BTreeSet;
use std::ops::Range;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::AuthorityKeyIdentifier;
use x509_cert::request::ExtensionReq;

/// The extensions of a certificate, or those that a request asks for, and at
/// which byte of the whole each begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions(Vec<LocatedExtension>);

/// An extension where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LocatedExtension {
    at: usize,
    extension: Extension,
    /// Whether its critical is FALSE in so many bytes, which DER leaves out.
    says_false: bool,
}

/// An extension that counts for nothing, because it stands there twice or
/// cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedExtension {
    /// Its name, or its object identifier.
    pub extension: String,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What is wrong with an extension; places are bytes of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// There is more than one (RFC 5280 §4.2 allows one).
    Doubled {
        /// Where the first begins.
        first: usize,
        /// Where the second begins.
        second: usize,
    },
    /// Its value is not what its kind demands.
    Unreadable {
        /// What is wrong with the bytes.
        found: String,
        /// Where the extension begins.
        at: usize,
    },
    /// Its value can be read, and breaks a rule of its kind that Chromium
    /// holds it to, and Firefox does not.
    Against {
        /// What it does.
        does: &'static str,
        /// Where the extension begins.
        at: usize,
    },
}

/// Why the value of an extension does not count.
#[derive(Debug)]
enum Wrong {
    /// It is not what its kind demands.
    Der(der::Error),
    /// It breaks a rule: what it does.
    Rule(&'static str),
}

impl From<der::Error> for Wrong {
    fn from(error: der::Error) -> Self {
        Self::Der(error)
    }
}

/// basicConstraints. Not the crate's own, which refuses a
/// pathLenConstraint above 255 (RFC 5280 §4.2.1.9 sets no such limit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether it is a CA.
    pub ca: bool,
    /// How many further CAs may stand below it; the largest number where it
    /// is larger still.
    pub path_length: Option<u32>,
}

impl Extensions {
    /// Those in a list of a certificate, which fills a range.
    pub(super) fn of_list(der: &[u8], list: &Range<usize>) -> der::Result<Self> {
        let mut all = Self::default();
        all.extend(der, list)?;
        Ok(all)
    }

    /// Those that a request asks for (RFC 2985 §5.4.2), in all of its
    /// attributes.
    pub(super) fn of_request(der: &[u8]) -> der::Result<Self> {
        let mut all = Self::default();
        let Some(info) = inside(der, &(0..der.len()))?.into_iter().next() else {
            return Ok(all);
        };
        for field in inside(der, &info)? {
            // attributes [0]
            if der.get(field.start) != Some(&0xa0) {
                continue;
            }
            for attribute in inside(der, &field)? {
                let parts = inside(der, &attribute)?;
                let [id, values] = parts.as_slice() else {
                    continue;
                };
                if ObjectIdentifier::from_der(slice(der, id))? == ExtensionReq::OID {
                    for list in inside(der, values)? {
                        all.extend(der, &list)?;
                    }
                }
            }
        }
        Ok(all)
    }

    fn extend(&mut self, der: &[u8], list: &Range<usize>) -> der::Result<()> {
        for at in inside(der, list)? {
            let extension =
                Extension::from_der(slice(der, &at)).map_err(|error| rebased(error, at.start))?;
            // After the identifier, a BOOLEAN of one byte.
            let says_false = inside(der, &at)?
                .get(1)
                .is_some_and(|critical| slice(der, critical) == [1, 1, 0]);
            self.0.push(LocatedExtension {
                at: at.start,
                extension,
                says_false,
            });
        }
        Ok(())
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Extension> {
        self.0.iter().map(|placed| &placed.extension)
    }

    /// The name of the first whose critical is FALSE in so many bytes, which
    /// DER leaves out (X.690 §11.5).
    #[must_use]
    pub fn says_false(&self) -> Option<String> {
        let first = self.0.iter().find(|placed| placed.says_false)?;
        Some(kinds::name(first.extension.extn_id))
    }

    /// One kind of extension, where it is there.
    ///
    /// # Errors
    /// When it stands there twice or cannot be read.
    pub fn one<'a, T: Decode<'a, Error = der::Error> + AssociatedOid>(
        &'a self,
    ) -> Result<Option<T>, MalformedExtension> {
        self.read(T::OID, |value| T::from_der(value))
    }

    /// The names in the subjectAltName. An entry that cannot be read is one
    /// of the others and takes nothing from its neighbours.
    ///
    /// # Errors
    /// When the subjectAltName stands there twice or is no list.
    pub fn names(&self) -> Result<Names, MalformedExtension> {
        let names = self.read(ID_CE_SUBJECT_ALT_NAME, names::read)?;
        Ok(names.unwrap_or_default())
    }

    /// The entries of the subjectAltName as they stand there.
    ///
    /// # Errors
    /// When the subjectAltName stands there twice or is no list.
    pub fn entries(&self) -> Result<Vec<Entry<'_>>, MalformedExtension> {
        let entries = self.read(ID_CE_SUBJECT_ALT_NAME, |value| -> der::Result<_> {
            let all = inside(value, &(0..value.len()))?;
            Ok(all
                .iter()
                .filter_map(|at| Entry::of(slice(value, at)))
                .collect())
        })?;
        Ok(entries.unwrap_or_default())
    }

    /// The keyIdentifier of the authorityKeyIdentifier.
    ///
    /// # Errors
    /// When it stands there twice or cannot be read.
    pub fn authority_key_identifier(&self) -> Result<Option<Vec<u8>>, MalformedExtension> {
        let identifier = self.one::<AuthorityKeyIdentifier>()?;
        Ok(identifier
            .and_then(|it| it.key_identifier)
            .map(|it| it.as_bytes().to_vec()))
    }

    /// The first that is malformed: any that stands there twice, and each of
    /// a kind that is known here and cannot be read.
    ///
    /// # Errors
    /// That one.
    pub fn check(&self) -> Result<(), MalformedExtension> {
        let mut seen = BTreeSet::new();
        for extension in self.iter() {
            if !seen.insert(extension.extn_id) {
                self.read(extension.extn_id, |_| Ok::<_, Wrong>(()))?;
            }
        }
        for kind in kinds::KNOWN {
            self.read(kind.id, kind.read)?;
        }
        Ok(())
    }

    fn read<'a, T, E: Into<Wrong>>(
        &'a self,
        id: ObjectIdentifier,
        read: impl FnOnce(&'a [u8]) -> Result<T, E>,
    ) -> Result<Option<T>, MalformedExtension> {
        let mut found = self.0.iter().filter(|it| it.extension.extn_id == id);
        let Some(first) = found.next() else {
            return Ok(None);
        };
        let at = first.at;
        let flaw = match found.next() {
            Some(second) => Flaw::Doubled {
                first: at,
                second: second.at,
            },
            None => match read(first.extension.extn_value.as_bytes()).map_err(Into::into) {
                Ok(value) => return Ok(Some(value)),
                Err(Wrong::Der(error)) => Flaw::Unreadable {
                    found: error.kind().to_string(),
                    at,
                },
                Err(Wrong::Rule(does)) => Flaw::Against { does, at },
            },
        };
        Err(MalformedExtension {
            extension: kinds::name(id),
            flaw,
        })
    }
}

impl MalformedExtension {
    /// The same in words for a person; its owner is `the request`, say.
    #[must_use]
    pub fn diagnosis(&self, owner: &str) -> Diagnosis {
        let name = &self.extension;
        match &self.flaw {
            Flaw::Doubled { first, second } => {
                Diagnosis::expected(format!("one {name} in {owner}"))
                    .found("a second one")
                    .byte(*second)
                    .help(format!("The first stands at byte {first}. Neither counts."))
            }
            Flaw::Unreadable { found, at } => {
                Diagnosis::expected(format!("{name} in DER in {owner}"))
                    .found(found.clone())
                    .byte(*at)
            }
            Flaw::Against { does, at } => {
                Diagnosis::expected(format!("{name} in {owner} by the rules of RFC 5280"))
                    .found(format!("one that {does}"))
                    .byte(*at)
            }
        }
    }

    /// In a sentence about its owner: `the certificate`, `the issuer`.
    #[must_use]
    pub fn says(&self, owner: &str) -> String {
        format!("The {owner}'s {}", self.does())
    }

    /// The same about whoever is meant already: `Its keyUsage …`.
    #[must_use]
    pub fn says_of_it(&self) -> String {
        format!("Its {}", self.does())
    }

    fn does(&self) -> String {
        let name = &self.extension;
        match &self.flaw {
            Flaw::Doubled { first, second } => format!(
                "{name} stands there twice, at its bytes {first} and {second}: neither counts."
            ),
            Flaw::Unreadable { found, at } => format!(
                "{name} at its byte {at} cannot be read: expected {name} in DER, found: {found}."
            ),
            Flaw::Against { does, at } => {
                format!("{name} at its byte {at} {does}: Chromium refuses it, Firefox takes it.")
            }
        }
    }
}

impl AssociatedOid for BasicConstraints {
    const OID: ObjectIdentifier = ID_CE_BASIC_CONSTRAINTS;
}

impl FixedTag for BasicConstraints {
    const TAG: Tag = Tag::Sequence;
}

impl<'a> DecodeValue<'a> for BasicConstraints {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> der::Result<Self> {
        reader.read_nested(header.length(), |reader| {
            let ca = Option::<bool>::decode(reader)?.unwrap_or_default();
            let length = Option::<UintRef<'a>>::decode(reader)?;
            Ok(Self {
                ca,
                path_length: length.map(|length| {
                    length.as_bytes().iter().fold(0_u32, |sum, byte| {
                        let more = sum.checked_mul(256);
                        more.map_or(u32::MAX, |more| more | u32::from(*byte))
                    })
                }),
            })
        })
    }
}
