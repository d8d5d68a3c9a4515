//! What the certificate below must be: one for a server, with a key for
//! handshakes, and for this very host.

use super::super::host::Host;
use super::super::path::Purpose;
use super::super::path::leaf;
use super::{CheckedStep, Link, by, outcome};
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

pub(super) fn usage(link: Link<'_>) -> CheckedStep {
    let certificate = link.certificate;
    let (passed, says) = match (
        certificate.extensions().one::<KeyUsage>(),
        leaf::usage(certificate),
    ) {
        (Err(malformed), _) => (false, malformed.says_of_it()),
        (Ok(_), Some(fault)) => (false, fault.says),
        (Ok(None), None) => (
            true,
            "It has no keyUsage, which leaves all uses open.".to_owned(),
        ),
        (Ok(Some(_)), None) => (
            true,
            "Its keyUsage has digitalSignature, which TLS 1.3 needs.".to_owned(),
        ),
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
    let certificate = link.certificate;
    let (passed, says) = match (
        certificate.extensions().one::<ExtendedKeyUsage>(),
        leaf::purpose(certificate, Purpose::Server),
    ) {
        (Err(malformed), _) => (false, malformed.says_of_it()),
        (Ok(_), Some(fault)) => (false, fault.says),
        (Ok(None), None) => (
            true,
            "It has no extKeyUsage, which leaves all purposes open.".to_owned(),
        ),
        (Ok(Some(_)), None) => (true, "Its extKeyUsage has serverAuth.".to_owned()),
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
            None => (false, leaf::not_covered(host, &names)),
        },
        Err(malformed) => (false, malformed.says_of_it()),
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
