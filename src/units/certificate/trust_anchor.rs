//! Whom a check trusts, and why.

use super::form;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::judge::{Judgement, judge};
use crate::engine::pki::read::Certificate;
use crate::units::Inputs;
use crate::units::desk::import;

/// Whom a check trusts (RFC 5280 §6.1.1).
#[derive(Debug, Default)]
pub(in crate::units) struct TrustAnchor {
    /// The certificate, if there is one.
    pub(in crate::units) certificate: Option<Certificate>,
    /// Why, as a further sentence, where nobody chose it by name.
    pub(in crate::units) says: String,
}

/// The certificate in this field. What went there by itself is trusted only as a
/// root: where its own key signed it.
///
/// # Errors
/// When it cannot be read.
pub(in crate::units) fn trust_anchor(
    inputs: &Inputs,
    field: &'static str,
) -> Result<TrustAnchor, Diagnosis> {
    let Some(thing) = inputs.things.get(field) else {
        return Ok(TrustAnchor::default());
    };
    let certificate = form::certificate(inputs, field)?;
    let subject = certificate.subject();
    let says = match inputs.text(&Inputs::by_itself(field)) {
        "" => String::new(),
        _ if !signed_itself(&certificate) => {
            return Ok(TrustAnchor {
                says: format!(
                    " {subject} names itself as its issuer, but another key signed it: it is no root, and not trusted unless you choose it."
                ),
                ..TrustAnchor::default()
            });
        }
        by if by == import::ABOUT.id => {
            format!(" Trusted: {subject}, which was among what was read.")
        }
        _ if thing.demonstration => String::new(),
        _ => format!(" Trusted: {subject}, which was made here."),
    };
    Ok(TrustAnchor {
        certificate: Some(certificate),
        says,
    })
}

/// Whether a certificate may be signed with its own key: a signature that cannot
/// be judged says nothing against it.
pub(in crate::units) fn signed_itself(certificate: &Certificate) -> bool {
    let (key, algorithm) = (certificate.spki(), certificate.algorithm());
    let found = judge(
        key,
        algorithm,
        certificate.signed(),
        certificate.signature(),
    );
    found != Judgement::Broken
}
