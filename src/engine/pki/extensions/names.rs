//! The names in a subjectAltName (RFC 5280 §4.2.1.6).

use super::super::host::{self, Host};
use super::super::name;
use super::super::shown::{listed, quoted};
use crate::engine::asn1::elements::{inside, slice};
use der::asn1::AnyRef;
use der::{Decode as _, Tag, TagNumber, Tagged as _};
use x509_cert::ext::pkix::name::GeneralName;

/// The names in a subjectAltName.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// DNS names and addresses.
    pub hosts: Vec<Host>,
    /// Names of other kinds, and those that break the rules, in words.
    pub others: Vec<String>,
    /// What the first entry is that Chromium takes for no name at all.
    pub broken: Option<String>,
}

/// A GeneralName as it stands there (RFC 5280 §4.2.1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Which of the nine kinds: the number of its tag.
    pub kind: u32,
    /// The bytes inside.
    pub value: &'a [u8],
}

impl<'a> Entry<'a> {
    /// Reads one; `None` where the bytes are no element.
    #[must_use]
    pub fn of(der: &'a [u8]) -> Option<Self> {
        let any = AnyRef::from_der(der).ok()?;
        Some(Self {
            kind: any.tag().number().value(),
            value: any.value(),
        })
    }

    /// Its text, where it is in ASCII.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let text = std::str::from_utf8(self.value).ok()?;
        text.is_ascii().then(|| text.to_owned())
    }
}

impl std::fmt::Display for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.others.is_empty() {
            return f.write_str(&host::describe(&self.hosts));
        }
        let hosts = self.hosts.iter().map(Host::openssl);
        f.write_str(&listed(hosts.chain(self.others.iter().cloned())))
    }
}

/// Reads the names out of a subjectAltName.
pub(super) fn read(value: &[u8]) -> der::Result<Names> {
    let mut names = Names::default();
    AnyRef::from_der(value)?.tag().assert_eq(Tag::Sequence)?;
    for at in inside(value, &(0..value.len()))? {
        let entry = slice(value, &at);
        if names.broken.is_none() {
            names.broken = broken(entry)?;
        }
        let Ok(name) = GeneralName::from_der(entry) else {
            names.others.push(unreadable(AnyRef::from_der(entry)?));
            continue;
        };
        match Host::from_general_name(&name) {
            Some(host) => names.hosts.push(host),
            None => names.others.push(match &name {
                GeneralName::DnsName(name) => format!("DNS:{}", quoted(name.as_str())),
                GeneralName::Rfc822Name(name) => format!("email:{}", quoted(name.as_str())),
                GeneralName::UniformResourceIdentifier(name) => {
                    format!("URI:{}", quoted(name.as_str()))
                }
                GeneralName::IpAddress(bytes) => {
                    format!("an address of {} bytes", bytes.as_bytes().len())
                }
                GeneralName::DirectoryName(name) => format!("DirName:{}", name::describe(name)),
                GeneralName::RegisteredId(oid) => format!("RID:{oid}"),
                _ => "a name of another kind".into(),
            }),
        }
    }
    Ok(names)
}

/// What is wrong with an entry, where Chromium takes it for no name.
fn broken(entry: &[u8]) -> der::Result<Option<String>> {
    let value = AnyRef::from_der(entry)?.value();
    Ok(match entry.first() {
        // rfc822Name, dNSName, uniformResourceIdentifier
        Some(0x81 | 0x82 | 0x86) if !value.is_ascii() => Some("a name that is not in ASCII".into()),
        // iPAddress
        Some(0x87) if ![4, 16].contains(&value.len()) => {
            Some(format!("an address of {} bytes", value.len()))
        }
        // directoryName
        Some(0xa4) if AnyRef::from_der(value).is_ok_and(|it| it.tag() == Tag::Sequence) => None,
        Some(0xa4) => Some("a directoryName that is none".into()),
        // Also otherName, x400Address, ediPartyName and registeredID.
        Some(0x81 | 0x82 | 0x86..=0x88 | 0xa0 | 0xa3 | 0xa5) => None,
        _ => Some("an entry of no kind of names".into()),
    })
}

/// An entry of a subjectAltName that is no IA5String, or is of a kind that
/// nobody uses.
fn unreadable(entry: AnyRef<'_>) -> String {
    let kind = match entry.tag().number() {
        TagNumber(1) => "email",
        TagNumber(2) => "DNS",
        TagNumber(6) => "URI",
        _ => return "a name of another kind".into(),
    };
    let text = String::from_utf8_lossy(entry.value());
    format!("{kind}:{} (not in ASCII)", quoted(&text))
}
