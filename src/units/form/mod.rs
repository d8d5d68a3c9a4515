//! What an exhibit is made of: what it says of itself, what goes in, what comes out.

pub(super) mod about;
pub(super) mod check;
pub(super) mod choices;
pub(super) mod context;
pub(super) mod inputs;
pub(super) mod judges;
pub(super) mod output;
pub(super) mod page;
pub(super) mod quoted;
pub(super) mod refusal;
