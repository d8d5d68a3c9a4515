//! What pressing a mark of a picture puts into an input.

/// An input, and what goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The input's id.
    pub input: &'static str,
    /// The value.
    pub value: &'static str,
    /// What pressing does, in words.
    pub says: &'static str,
}
