//! The dissections of requests and certificates, of the parts of them that
//! are signed, and which step made which bytes.

use super::read::{Certificate, Request};
use crate::engine::asn1;
use crate::engine::dissect::{Dissection, Field};
use crate::engine::text::Text;
use std::ops::Range;

/// A certificate, each byte with its owner.
#[must_use]
pub fn certificate(certificate: &Certificate) -> Dissection {
    asn1::dissect_certificate(certificate.der())
}

/// A request, each byte with its owner.
#[must_use]
pub fn request(request: &Request) -> Dissection {
    asn1::dissect_request(request.der())
}

/// The TBSCertificate alone.
#[must_use]
pub fn tbs_certificate(whole: &Certificate) -> Dissection {
    cut(&certificate(whole), whole.signed_range(), "TBSCertificate")
}

/// One extension alone, by its name; `None` where it is not there.
#[must_use]
pub fn extension(whole: &Certificate, name: &str) -> Option<Dissection> {
    let all = certificate(whole);
    let range = all.find(name)?.range();
    Some(cut(&all, range, name.to_owned()))
}

/// The CertificationRequestInfo alone.
#[must_use]
pub fn request_info(whole: &Request) -> Dissection {
    cut(
        &request(whole),
        whole.signed_range(),
        "CertificationRequestInfo",
    )
}

/// An encrypted private key.
#[must_use]
pub fn encrypted_key(der: &[u8]) -> Dissection {
    asn1::dissect_encrypted_private_key(der)
}

/// Which step of [`certificate::make`](super::certificate::make) and
/// [`serial::draw`](super::serial::draw) makes which field.
pub const CERTIFICATE_MAKERS: &[(&str, &str)] = &[
    ("serialNumber", "serial"),
    ("issuer", "tbs"),
    ("validity", "tbs"),
    ("subject", "tbs"),
    ("basicConstraints", "tbs/basicConstraints"),
    ("keyUsage", "tbs/keyUsage"),
    ("extKeyUsage", "tbs/extKeyUsage"),
    ("subjectAltName", "tbs/subjectAltName"),
    ("subjectKeyIdentifier", "tbs/subjectKeyIdentifier"),
    ("authorityKeyIdentifier", "tbs/authorityKeyIdentifier"),
    ("signatureValue", "sign"),
];

/// Which step of [`request::make`](super::request::make) makes which field.
pub const REQUEST_MAKERS: &[(&str, &str)] = &[
    ("subject", "info"),
    ("attributes", "info"),
    ("signature", "sign"),
];

/// The part of a dissection that covers a range, with positions that count
/// from the start of that part.
fn cut(whole: &Dissection, range: Range<usize>, name: impl Into<Text>) -> Dissection {
    let bytes = whole.bytes.get(range.clone()).unwrap_or_default().to_vec();
    let mut field = None;
    for outer in &whole.fields {
        outer.visit(0, &mut |_, inner| {
            if field.is_none() && inner.range() == range {
                field = Some(inner.clone());
            }
        });
    }
    let name = name.into();
    let mut field = field.unwrap_or_else(|| Field::new(range.clone(), name.clone()));
    shift(&mut field, u32::try_from(range.start).unwrap_or(u32::MAX));
    Dissection::new(name, bytes, vec![field])
}

fn shift(field: &mut Field, by: u32) {
    field.start = field.start.saturating_sub(by);
    field.end = field.end.saturating_sub(by);
    for inner in &mut field.inside {
        shift(inner, by);
    }
}
