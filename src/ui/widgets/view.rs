//! A list that scrolls and of which only the rows in view exist: a token of
//! two megabytes has 131,072 blocks.

use crate::ui::browser;
use gloo_events::EventListener;
use std::ops::Range;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Lists of at most so many rows are drawn as a whole.
const WHOLE: usize = 100;

/// How many rows of a longer one are drawn: twice what is in view.
const DRAWN: usize = 40;

/// The first row that is drawn is a multiple of this, so that not every
/// scrolling draws.
const STEP: usize = 8;

/// How many rows of a list the keys for a page lead on.
const PAGE: usize = 10;

/// What a list draws, and what it needs to know for that. The list holds a
/// `spacer`, as high as all rows, and that a `slab` with the rows that are
/// drawn; the style sheet says how high a row is.
#[derive(Clone)]
pub(super) struct View {
    /// The element that scrolls.
    pub(super) list: NodeRef,
    /// The element inside it.
    pub(super) spacer: NodeRef,
    /// The rows to draw.
    pub(super) drawn: Range<usize>,
    /// Tells that the list was scrolled.
    pub(super) onscroll: Callback<Event>,
    total: usize,
}

/// A view of so many rows.
#[hook]
pub(super) fn use_view(total: usize) -> View {
    let (list, spacer) = (use_node_ref(), use_node_ref());
    let top = use_state_eq(|| 0_usize);
    let scrolled = {
        let (list, spacer, top) = (list.clone(), spacer.clone(), top.clone());
        move || {
            if let Some((list, _, row)) = measures(&list, &spacer, total) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "the number of a row, or 0"
                )]
                let first = (f64::from(list.scroll_top()) / row) as usize;
                top.set(first / STEP * STEP);
            }
        }
    };
    {
        // Rows may become higher, and then others are in view.
        let scrolled = scrolled.clone();
        use_effect_with(total, move |total| {
            let listener = browser::window()
                .filter(|_| *total > WHOLE)
                .map(|window| EventListener::new(&window, "resize", move |_| scrolled()));
            move || drop(listener)
        });
    }
    let drawn = if total <= WHOLE {
        0..total
    } else {
        let first = top.saturating_sub(STEP).min(total - DRAWN);
        first..(first + DRAWN)
    };
    {
        // The policy of the page forbids style attributes; the object model is free.
        let spacer = spacer.clone();
        use_effect_with((drawn.start, total), move |(first, total)| {
            if let Some(spacer) = spacer.cast::<HtmlElement>() {
                for (property, value) in [("--rows", total), ("--first", first)] {
                    let _ = spacer.style().set_property(property, &value.to_string());
                }
            }
        });
    }
    View {
        list,
        spacer,
        drawn,
        onscroll: Callback::from(move |_: Event| scrolled()),
        total,
    }
}

impl View {
    /// Scrolls the list, as little as it takes, so that a row is in view.
    pub(super) fn show(&self, row: usize) {
        let Some((list, spacer, height)) = measures(&self.list, &self.spacer, self.total) else {
            return;
        };
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let above = f64::from(spacer.offset_top()) + row as f64 * height;
        let (seen, view) = (
            f64::from(list.scroll_top()),
            f64::from(list.client_height()),
        );
        let to = above.min(seen).max(above + height - view);
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of pixels")]
        list.set_scroll_top(to.ceil() as i32);
    }

    /// The list's spacer around the rows that are drawn.
    pub(super) fn around(&self, rows: Html) -> Html {
        html! {
            <div ref={self.spacer.clone()} class="spacer" role="presentation" data-long={(self.total > WHOLE).then_some("yes")}>
                <div class="slab" role="presentation">{ rows }</div>
            </div>
        }
    }
}

/// The list, the spacer and the height of a row.
fn measures(
    list: &NodeRef,
    spacer: &NodeRef,
    total: usize,
) -> Option<(HtmlElement, HtmlElement, f64)> {
    let (list, spacer) = (list.cast::<HtmlElement>()?, spacer.cast::<HtmlElement>()?);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let height = f64::from(spacer.offset_height()) / total as f64;
    (height > 0.0).then_some((list, spacer, height))
}

/// The row that a key leads to from the one that is chosen, in a list of so
/// many.
pub(super) fn moved(key: &str, at: Option<usize>, total: usize) -> Option<usize> {
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| at + 1),
        "ArrowUp" => at.map_or(0, |at| at.saturating_sub(1)),
        "PageDown" => at.map_or(0, |at| at + PAGE),
        "PageUp" => at.map_or(0, |at| at.saturating_sub(PAGE)),
        "Home" => 0,
        "End" => total,
        _ => return None,
    };
    Some(to.min(total.saturating_sub(1)))
}
