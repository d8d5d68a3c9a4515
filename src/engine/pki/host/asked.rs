//! The host that is asked for, out of what stands in an address bar.

use super::{Flaw, Host, HostError};
use std::net::Ipv6Addr;

impl Host {
    /// Reads the host that a client asks for out of what stands in an address
    /// bar: scheme, port, path and query are taken off (RFC 3986 §3), the
    /// brackets around an IPv6 address (§3.2.2) and one dot at the end too.
    /// A name may have underscores, which no host has by the rules and some
    /// have all the same; it has no `*`, which stands only in certificates.
    ///
    /// # Errors
    /// Which part is wrong, where, and why.
    pub fn parse_asked(text: &str) -> Result<Self, HostError> {
        let start = scheme(text);
        let rest = text.get(start..).unwrap_or_default();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or_default();
        authority_host(authority, start > 0).map_err(|mut error| {
            error.at += start;
            if error.flaw == Flaw::Empty && !text.is_empty() {
                text.clone_into(&mut error.name);
                error.flaw = Flaw::NoHost;
            }
            error
        })
    }
}

/// How long the scheme before a host is, with the `://` behind it.
fn scheme(text: &str) -> usize {
    match text.split_once("://") {
        Some((scheme, _))
            if scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) =>
        {
            scheme.len() + 3
        }
        _ => 0,
    }
}

/// The host in `user@host:port`, which has no user here; behind a scheme the
/// digits of the port may be missing.
fn authority_host(authority: &str, behind_scheme: bool) -> Result<Host, HostError> {
    let error = |at: usize, flaw: Flaw| HostError {
        name: authority.to_owned(),
        at,
        flaw,
    };
    if let Some((user, host)) = authority.rsplit_once('@') {
        let flaw = Flaw::Surplus {
            what: "a user before it".to_owned(),
            found: format!("{:?}", format!("{user}@")),
            host: authority_host(host, behind_scheme).ok(),
        };
        return Err(error(0, flaw));
    }
    // An IPv6 address may stand without brackets where no port follows.
    if let Ok(address) = authority.parse::<Ipv6Addr>() {
        return Ok(Host::Ip(address.into()));
    }
    let (host, behind) = match authority.strip_prefix('[') {
        Some(inside) => {
            let (address, behind) = inside
                .split_once(']')
                .ok_or_else(|| error(0, Flaw::Bracket))?;
            let address = address.parse::<Ipv6Addr>().map_err(|_| HostError {
                name: address.to_owned(),
                at: 1,
                flaw: Flaw::Ipv6,
            })?;
            (Some(Host::Ip(address.into())), behind)
        }
        None if authority.matches(':').count() > 1 => {
            return Err(error(authority.find(':').unwrap_or(0), Flaw::Ipv6));
        }
        None => (None, ""),
    };
    let (name, port) = match host {
        Some(_) => ("", behind),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let is_port = match port.strip_prefix(':') {
        Some("") => behind_scheme,
        Some(digits) => {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        }
        None => port.is_empty(),
    };
    if !is_port {
        let at = authority.len() - port.len();
        return Err(error(at, Flaw::Port(port.to_owned())));
    }
    match host {
        Some(host) => Ok(host),
        None => {
            if let Some(at) = name.find('*') {
                return Err(error(at, Flaw::AskedWildcard));
            }
            Host::read(without_last_dot(name), true)
        }
    }
}

/// A name without one dot at its end, which says that it is whole: it is the
/// same host, and a certificate names it without.
fn without_last_dot(name: &str) -> &str {
    match name.strip_suffix('.') {
        Some(shorter) if !shorter.is_empty() => shorter,
        _ => name,
    }
}
