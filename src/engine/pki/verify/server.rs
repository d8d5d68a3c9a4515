//! What the certificate below must be: one for a server, with a key for
//! handshakes, and for this very host.

use super::super::host::Host;
use super::{CheckedStep, Link, by, outcome};
use const_oid::db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_SERVER_AUTH};
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

pub(super) fn usage(link: Link<'_>) -> CheckedStep {
    let (passed, says) = match link.certificate.extensions().one::<KeyUsage>() {
        Ok(None) => (
            true,
            "It has no keyUsage, which leaves all uses open.".to_owned(),
        ),
        Ok(Some(usage)) if usage.digital_signature() => (
            true,
            "Its keyUsage has digitalSignature, which TLS 1.3 needs.".into(),
        ),
        Ok(Some(usage)) if usage.key_encipherment() => (
            true,
            "Its keyUsage has keyEncipherment only, good for TLS 1.2 with RSA key exchange.".into(),
        ),
        Ok(Some(_)) => (
            false,
            "Its keyUsage has neither digitalSignature nor keyEncipherment.".into(),
        ),
        Err(malformed) => (false, malformed.says("certificate")),
    };
    outcome(
        "usage",
        "The key may be used in a handshake",
        passed,
        says,
        by("RFC 5280", "4.2.1.3"),
    )
}

pub(super) fn purpose(link: Link<'_>) -> CheckedStep {
    let purposes = link.certificate.extensions().one::<ExtendedKeyUsage>();
    let (passed, says) = match purposes {
        Ok(None) => (
            true,
            "It has no extKeyUsage, which leaves all purposes open.".to_owned(),
        ),
        Ok(Some(list)) if list.0.contains(&ID_KP_SERVER_AUTH) => {
            (true, "Its extKeyUsage has serverAuth.".into())
        }
        Ok(Some(list)) if list.0.contains(&ANY_EXTENDED_KEY_USAGE) => (
            true,
            "Its extKeyUsage has anyExtendedKeyUsage, which leaves all purposes open.".into(),
        ),
        Ok(Some(_)) => (false, "Its extKeyUsage lacks serverAuth.".into()),
        Err(malformed) => (false, malformed.says("certificate")),
    };
    outcome(
        "purpose",
        "The certificate is for a server",
        passed,
        says,
        by("RFC 5280", "4.2.1.12"),
    )
}

pub(super) fn host_name(link: Link<'_>) -> CheckedStep {
    let host = link.host;
    let (passed, says) = match link.certificate.extensions().names() {
        Ok(names) => match names.hosts.iter().find(|own| own.covers(host)) {
            Some(own) => (true, format!("{} covers {host}.", own.openssl())),
            None if names.others.contains(&format!("DNS:{host}")) => (
                false,
                format!(
                    "{host} is not covered by any of its names: {names}. It stands there as a DNS name, and an address counts only as IP:{host}."
                ),
            ),
            None => (
                false,
                format!("{host} is not covered by any of its names: {names}."),
            ),
        },
        Err(malformed) => (false, malformed.says("certificate")),
    };
    let section = match host {
        Host::Dns(_) => "6.3",
        Host::Ip(_) => "6.4",
    };
    outcome(
        "host",
        "The certificate names the host",
        passed,
        says,
        by("RFC 9525", section),
    )
}
