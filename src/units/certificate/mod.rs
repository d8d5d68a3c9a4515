//! The exhibits of keys, requests and certificates.

pub mod ca_root;
pub mod check_certificate;
pub mod csr;
pub(super) mod form;
pub mod intermediate;
pub mod issue;
pub(super) mod issuing;
pub mod key_ec;
pub(super) mod key_recipes;
pub mod make_it;
pub(super) mod opening;
pub(super) mod opening_elliptic;
pub(super) mod recipes;
pub mod short_way;
pub(super) mod trust_anchor;
pub(super) mod trust_recipes;
