//! Shares of lengths and angles, as markup writes them.

/// A share of a length, in percent with one decimal.
pub(super) fn percent(at: usize, of: usize) -> String {
    across(at * 1000 / of.max(1))
}

/// Thousandths as percent.
pub(super) fn across(thousandths: usize) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// How far round a place of a ring is, in degrees with two decimals.
pub(super) fn turn(at: usize, of: usize) -> String {
    let hundredths = at * 36_000 / of.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
