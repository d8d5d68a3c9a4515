//! The names that a server goes by: the entries of subjectAltName
//! (RFC 5280 §4.2.1.6).

mod asked;

use super::error;
use super::shown::listed;
use crate::engine::diagnosis::Diagnosis;
use der::asn1::Ia5String;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use x509_cert::ext::pkix::name::GeneralName;

/// A DNS name or an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// A DNS name in lower case; its leftmost label may be `*`.
    Dns(String),
    /// An IPv4 or IPv6 address.
    Ip(IpAddr),
}

/// A name that cannot stand in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    /// The name as it was written.
    pub name: String,
    /// Where it is wrong, in bytes from its start.
    pub at: usize,
    /// What is wrong.
    pub flaw: Flaw,
}

/// What can be wrong with a host name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// Nothing is there.
    Empty,
    /// A character that is neither letter nor digit nor hyphen.
    Character(char),
    /// A label without characters: two dots in a row, or one at an end.
    EmptyLabel,
    /// A label of over 63 characters.
    LongLabel(usize),
    /// A name of over 253 characters.
    LongName(usize),
    /// A label that begins or ends with a hyphen.
    Hyphen,
    /// A `*` that is not the whole leftmost label.
    Wildcard,
    /// A `*` with nothing behind it.
    LonelyWildcard,
    /// Digits and dots that are no IPv4 address.
    Ipv4,
    /// Colons, but no IPv6 address.
    Ipv6,
    /// More than a host, as in a URL.
    Surplus {
        /// What does not belong to a host, in words.
        what: String,
        /// The same as it stands there.
        found: String,
        /// The host alone, where it is one.
        host: Option<Host>,
    },
    /// Brackets that are not closed.
    Bracket,
    /// What stands in place of a port, with its colon.
    Port(String),
    /// A `*` in the host that is asked for.
    AskedWildcard,
    /// A URL, or a part of one, without a host.
    NoHost,
    /// The list has no entry.
    NoEntries,
}

impl HostError {
    /// The same in words for a person.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let name = &self.name;
        let diagnosis = match &self.flaw {
            Flaw::Empty => Diagnosis::expected("a host name or an IP address").found("nothing"),
            Flaw::NoEntries => Diagnosis::expected("at least one host name or IP address")
                .found("none")
                .help("Write one name on each line, such as localhost."),
            Flaw::Character(found) => {
                let diagnosis =
                    Diagnosis::expected("letters, digits, hyphens and dots in a host name")
                        .found(format!("{found:?} in {name:?}"));
                match found {
                    '_' => diagnosis.help(
                        "DNS allows an underscore in other records; the name of a host has none.",
                    ),
                    '[' | ']' => diagnosis.help("Write an IPv6 address without brackets."),
                    c if !c.is_ascii() => diagnosis.help(
                        "Write the name in its ASCII form (Punycode), which begins with xn--. \
                         In Python, with the package idna: idna.encode(name, uts46=True).",
                    ),
                    _ => diagnosis,
                }
            }
            Flaw::EmptyLabel => Diagnosis::expected("something between the dots")
                .found(format!("an empty label in {name:?}"))
                .help("A name in a certificate has no dot at its end."),
            Flaw::LongLabel(length) => {
                Diagnosis::expected("at most 63 characters between two dots")
                    .found(format!("{length} characters"))
            }
            Flaw::LongName(length) => Diagnosis::expected("a host name of at most 253 characters")
                .found(format!("{length} characters")),
            Flaw::Hyphen => {
                Diagnosis::expected("labels that begin and end with a letter or a digit")
                    .found(format!("a hyphen at an edge in {name:?}"))
            }
            Flaw::Wildcard => {
                Diagnosis::expected("a * only as the whole leftmost label, as in *.example.org")
                    .found(format!("{name:?}"))
            }
            Flaw::LonelyWildcard => {
                Diagnosis::expected("a domain behind the *, as in *.example.org")
                    .found(format!("{name:?}"))
            }
            Flaw::Ipv4 => Diagnosis::expected(
                "four numbers from 0 to 255 in an IPv4 address, without leading zeros",
            )
            .found(format!("{name:?}")),
            Flaw::Ipv6 => {
                Diagnosis::expected("an IPv6 address such as ::1").found(format!("{name:?}"))
            }
            Flaw::Bracket => Diagnosis::expected("a ] behind the IPv6 address, as in [::1]")
                .found(format!("{name:?}")),
            Flaw::Port(port) => {
                Diagnosis::expected("behind the host nothing, or a port such as :443, up to :65535")
                    .found(format!("{port:?}"))
            }
            Flaw::AskedWildcard => Diagnosis::expected("one host")
                .found(format!("a * in {name:?}"))
                .help("A * stands in certificates only. Ask for a host, such as www.example.org."),
            Flaw::NoHost => Diagnosis::expected("a host name or an IP address")
                .found(format!("none in {name:?}")),
            Flaw::Surplus { what, found, host } => {
                let diagnosis =
                    Diagnosis::expected(format!("a host without {what}")).found(found.clone());
                match host {
                    Some(Host::Ip(_)) if what == "a path" => diagnosis
                        .help("A range of addresses cannot stand in a certificate of a server."),
                    Some(host) => diagnosis.help(format!("Write {host}.")),
                    None => diagnosis,
                }
            }
        };
        diagnosis.byte(self.at)
    }
}

impl Host {
    /// Reads one name: an address if it looks like one, otherwise a DNS name
    /// (RFC 1123 §2.1: letters, digits and hyphens; labels of 1 to 63, names
    /// of at most 253 characters).
    ///
    /// # Errors
    /// Which character, where, and why.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        Self::read(text, false)
    }

    /// Reads one name, with underscores where they are let through.
    fn read(text: &str, underscores: bool) -> Result<Self, HostError> {
        let error = |at: usize, flaw: Flaw| HostError {
            name: text.to_owned(),
            at,
            flaw,
        };
        if text.is_empty() {
            return Err(error(0, Flaw::Empty));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Ip(address));
        }
        if let Some((at, flaw)) = surplus(text) {
            return Err(error(at, flaw));
        }
        if text.matches(':').count() > 1 && !text.contains(['[', ']']) {
            return Err(error(text.find(':').unwrap_or(0), Flaw::Ipv6));
        }
        if text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && text.bytes().any(|byte| byte != b'.')
        {
            return Err(error(0, Flaw::Ipv4));
        }
        let allowed = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '*') || underscores && c == '_'
        };
        if let Some((at, found)) = text.char_indices().find(|(_, c)| !allowed(*c)) {
            return Err(error(at, Flaw::Character(found)));
        }
        if text.len() > 253 {
            return Err(error(253, Flaw::LongName(text.len())));
        }
        if text == "*" || text == "*." {
            return Err(error(0, Flaw::LonelyWildcard));
        }
        let mut at = 0;
        for (index, label) in text.split('.').enumerate() {
            let flaw = if label.is_empty() {
                Some((at, Flaw::EmptyLabel))
            } else if label.len() > 63 {
                Some((at + 63, Flaw::LongLabel(label.len())))
            } else if label.starts_with('-') {
                Some((at, Flaw::Hyphen))
            } else if label.ends_with('-') {
                Some((at + label.len() - 1, Flaw::Hyphen))
            } else if label.contains('*') && (index > 0 || label != "*") {
                Some((at + label.find('*').unwrap_or(0), Flaw::Wildcard))
            } else {
                None
            };
            if let Some((at, flaw)) = flaw {
                return Err(error(at, flaw));
            }
            at += label.len() + 1;
        }
        Ok(Self::Dns(text.to_ascii_lowercase()))
    }

    /// Reads a list, one name on each line; commas separate too. Empty lines
    /// and repeated names are left out. Positions count from the start of the
    /// list.
    ///
    /// # Errors
    /// The first wrong name, or that there is none.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, HostError> {
        let mut hosts = Vec::new();
        let mut start = 0;
        for piece in text.split(['\n', ',']) {
            let name = piece.trim();
            if !name.is_empty() {
                let lead = piece.len() - piece.trim_start().len();
                let host = Self::parse(name).map_err(|mut error| {
                    error.at += start + lead;
                    error
                })?;
                if !hosts.contains(&host) {
                    hosts.push(host);
                }
            }
            start += piece.len() + 1;
        }
        if hosts.is_empty() {
            return Err(HostError {
                name: String::new(),
                at: 0,
                flaw: Flaw::NoEntries,
            });
        }
        Ok(hosts)
    }

    /// The entry of subjectAltName: a dNSName in ASCII, or an iPAddress of 4
    /// or 16 bytes.
    ///
    /// # Errors
    /// Only when the crate refuses what was checked here.
    pub fn to_general_name(&self) -> Result<GeneralName, Diagnosis> {
        Ok(match self {
            Self::Dns(name) => {
                GeneralName::DnsName(Ia5String::new(name.as_str()).map_err(error::internal)?)
            }
            Self::Ip(address) => GeneralName::from(*address),
        })
    }

    /// Reads an entry of subjectAltName; nothing for entries of other kinds,
    /// addresses of other lengths and names that break the rules. Underscores
    /// break them too, but clients let them through.
    #[must_use]
    pub fn from_general_name(name: &GeneralName) -> Option<Self> {
        match name {
            GeneralName::DnsName(name) => match Self::read(name.as_str(), true) {
                Ok(host @ Self::Dns(_)) => Some(host),
                _ => None,
            },
            GeneralName::IpAddress(bytes) => {
                let bytes = bytes.as_bytes();
                let v4 = <[u8; 4]>::try_from(bytes).map(|v4| Ipv4Addr::from(v4).into());
                let v6 = <[u8; 16]>::try_from(bytes).map(|v6| Ipv6Addr::from(v6).into());
                v4.or(v6).ok().map(Self::Ip)
            }
            _ => None,
        }
    }

    /// Whether this entry of a certificate covers the host that was asked
    /// for: the same address, the same name, or a `*` for exactly one
    /// leftmost label (RFC 9525 §6.3).
    #[must_use]
    pub fn covers(&self, asked: &Self) -> bool {
        match (self, asked) {
            (Self::Ip(own), Self::Ip(asked)) => own == asked,
            (Self::Dns(own), Self::Dns(asked)) => match own.strip_prefix("*.") {
                // Nobody matches a * right below the top.
                Some(domain) => {
                    asked
                        .split_once('.')
                        .is_some_and(|(label, rest)| rest == domain && label != "*")
                        && domain.contains('.')
                }
                None => own == asked,
            },
            _ => false,
        }
    }

    /// `DNS:localhost` or `IP:127.0.0.1`, as openssl writes it.
    #[must_use]
    pub fn openssl(&self) -> String {
        match self {
            Self::Dns(name) => format!("DNS:{name}"),
            Self::Ip(address) => format!("IP:{address}"),
        }
    }
}

/// What is too much where a URL or a part of one stands in place of a host
/// (RFC 3986 §3), and where it begins.
fn surplus(text: &str) -> Option<(usize, Flaw)> {
    let scheme = text.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = text.split_at_checked(scheme)?;
    let (authority, path) = rest.split_at_checked(rest.find('/').unwrap_or(rest.len()))?;
    let colon = match authority.find(']') {
        Some(bracket) => Some(bracket + 1),
        None if authority.matches(':').count() == 1 => authority.find(':'),
        None => None,
    };
    let (host, port) = colon
        .and_then(|at| authority.split_at_checked(at))
        .filter(|(_, port)| {
            port.strip_prefix(':')
                .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
        })
        .unwrap_or((authority, ""));
    let mut parts = Vec::new();
    if !scheme.is_empty() {
        parts.push((0, scheme, scheme));
    }
    if !port.is_empty() {
        parts.push((scheme.len() + host.len(), port, "a port"));
    }
    if !path.is_empty() {
        parts.push((scheme.len() + authority.len(), path, "a path"));
    }
    let (at, ..) = *parts.first()?;
    let what: Vec<&str> = parts.iter().map(|(_, _, what)| *what).collect();
    let found: Vec<String> = parts
        .iter()
        .map(|(_, found, _)| format!("{found:?}"))
        .collect();
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    Some((
        at,
        Flaw::Surplus {
            what: what.join(" and "),
            found: found.join(" and "),
            host: Host::parse(bare).ok(),
        },
    ))
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

/// A list in few characters: `localhost + 1`, or `–` where it is empty.
#[must_use]
pub fn brief(hosts: &[Host]) -> String {
    match hosts {
        [] => "–".to_owned(),
        [one] => one.to_string(),
        [one, rest @ ..] => format!("{one} + {}", rest.len()),
    }
}

/// A list in one line: `DNS:localhost, IP:127.0.0.1`; the first of a long one,
/// and how many more there are.
#[must_use]
pub fn describe(hosts: &[Host]) -> String {
    if hosts.is_empty() {
        return "none".into();
    }
    listed(hosts.iter().map(Host::openssl))
}

#[cfg(test)]
mod tests;
