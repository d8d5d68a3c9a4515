//! Signatures as those of certificates are judged.

use const_oid::ObjectIdentifier;
use der::Decode as _;
use der::asn1::Any;
use padlock::engine::pki::judge::{Judgement, judge};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// A signature's algorithm with these parameters.
pub(crate) fn algorithm(
    oid: ObjectIdentifier,
    parameters: Option<Any>,
) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters }
}

/// Whether a signature holds under a key in DER; or why that cannot be told
/// here, or proves nothing any more.
pub(crate) fn holds(
    key: &[u8],
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, String> {
    let key = SubjectPublicKeyInfoOwned::from_der(key).map_err(|error| error.to_string())?;
    match judge(&key, algorithm, message, signature) {
        Judgement::Holds => Ok(true),
        Judgement::Broken | Judgement::Unfit(_) => Ok(false),
        Judgement::Outdated(why) => Err(format!("outdated: {why}")),
        Judgement::Unjudged(why) => Err(why),
    }
}
