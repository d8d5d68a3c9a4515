//! Changing one bit where the bytes can still be read afterwards.

use super::read::{Certificate, Request};
use std::ops::Range;

/// The certificate with the lowest bit of its serial number flipped, and the
/// byte where that is.
#[must_use]
pub fn signed_part(certificate: &Certificate) -> (Vec<u8>, usize) {
    let at = locate(
        certificate.der(),
        certificate.signed_range(),
        certificate.serial(),
    );
    flipped(certificate.der(), at.end.saturating_sub(1))
}

/// The certificate with the lowest bit of its signature flipped, and the byte
/// where that is.
#[must_use]
pub fn signature(certificate: &Certificate) -> (Vec<u8>, usize) {
    flipped(certificate.der(), certificate.der().len().saturating_sub(1))
}

/// The request with one bit in the middle of its public key flipped, and the
/// byte where that is.
#[must_use]
pub fn request_key(request: &Request) -> (Vec<u8>, usize) {
    let key = &request.inner().info.public_key.subject_public_key;
    let at = locate(request.der(), request.signed_range(), key.raw_bytes());
    flipped(request.der(), at.start + at.len() / 2)
}

/// The request with the lowest bit of its signature flipped, and the byte
/// where that is.
#[must_use]
pub fn request_signature(request: &Request) -> (Vec<u8>, usize) {
    flipped(request.der(), request.der().len().saturating_sub(1))
}

/// Where a part stands within a range; the end of the range where it is not
/// found.
fn locate(bytes: &[u8], within: Range<usize>, part: &[u8]) -> Range<usize> {
    let found = bytes
        .get(within.clone())
        .filter(|_| !part.is_empty())
        .and_then(|bytes| bytes.windows(part.len()).position(|window| window == part));
    match found {
        Some(offset) => within.start + offset..within.start + offset + part.len(),
        None => within.end..within.end,
    }
}

fn flipped(bytes: &[u8], at: usize) -> (Vec<u8>, usize) {
    let mut bytes = bytes.to_vec();
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    (bytes, at)
}
