//! Words on the page.

/// Words on the page: mostly written in the source, sometimes put together.
pub type Text = std::borrow::Cow<'static, str>;
