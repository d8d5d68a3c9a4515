//! What the `der` crate says of bytes that it refuses.

use crate::engine::diagnosis::Diagnosis;

/// An error of the `der` crate as a diagnosis, at its byte where it has one.
#[must_use]
pub fn refused(expected: &'static str, error: der::Error) -> Diagnosis {
    let diagnosis = Diagnosis::expected(expected).found(error.kind().to_string());
    match error.position() {
        Some(at) => diagnosis.byte(usize::try_from(at).unwrap_or(usize::MAX)),
        None => diagnosis,
    }
}
