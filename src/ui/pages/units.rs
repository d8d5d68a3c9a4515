//! A page that is made of its units: one of them is open.

use crate::ui::workbench::Workbench;
use crate::units::{self, About, Page};
use yew::prelude::*;

/// The exhibit that the address names, or the page's first.
pub(super) fn units_of(page: Page, at: Option<&'static About>) -> Html {
    let open = at.or_else(|| units::on(page).next());
    html! { <>{ for open.map(|about| html! { <Workbench {about} story={at.is_none()} /> }) }</> }
}
