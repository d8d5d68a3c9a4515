//! What the crates refuse although all was checked before.

use crate::engine::diagnosis::Diagnosis;

/// Something that must not happen.
pub(super) fn internal(what: impl std::fmt::Display) -> Diagnosis {
    Diagnosis::bug(what.to_string())
}
