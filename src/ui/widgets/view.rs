//! A list that scrolls and of which only the rows in view exist: a token of
//! two megabytes has 131,072 blocks.

use super::drawn::drawn;
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

/// A list of which only some rows are drawn, as those know it who bring a row
/// into view. The list holds a `spacer`, as high as all rows, and that a `slab`
/// with the rows that are drawn; the style sheet says how high a row is.
///
/// Which rows those are is known to [`use_window`] alone: whoever calls that is
/// drawn anew when the list is scrolled, and so should be nothing but its rows.
#[derive(Clone, PartialEq)]
pub(in crate::ui) struct View {
    /// The element that scrolls.
    pub(in crate::ui) list: NodeRef,
    /// The element inside it.
    spacer: NodeRef,
    /// The element around the rows.
    slab: NodeRef,
    /// How many rows there are.
    total: usize,
}

/// A view of so many rows.
#[hook]
pub(in crate::ui) fn use_view(total: usize) -> View {
    View {
        list: use_node_ref(),
        spacer: use_node_ref(),
        slab: use_node_ref(),
        total,
    }
}

/// The rows to draw, which follow the scrolling.
#[hook]
pub(in crate::ui) fn use_window(view: &View) -> Range<usize> {
    let total = view.total;
    let first = use_state_eq(|| 0_usize);
    {
        let first = first.clone();
        use_effect_with(view.clone(), move |view| {
            let scrolled = {
                let view = view.clone();
                move |_: &Event| {
                    if let Some((list, _, row)) = view.measures() {
                        #[expect(
                            clippy::cast_possible_truncation,
                            clippy::cast_sign_loss,
                            reason = "the number of a row, or 0"
                        )]
                        let top = (f64::from(list.scroll_top()) / row) as usize;
                        first.set((top / STEP * STEP).saturating_sub(STEP));
                    }
                }
            };
            let list = view.list.cast::<HtmlElement>();
            let listeners = list.zip(browser::window()).filter(|_| view.total > WHOLE);
            // Rows may become higher, and then others are in view.
            let listeners = listeners.map(|(list, window)| {
                let resized = scrolled.clone();
                (
                    EventListener::new(&list, "scroll", scrolled),
                    EventListener::new(&window, "resize", resized),
                )
            });
            move || drop(listeners)
        });
    }
    let drawn = if total <= WHOLE {
        0..total
    } else {
        let first = (*first).min(total - DRAWN);
        first..(first + DRAWN)
    };
    {
        // The policy of the page forbids style attributes; the object model is free.
        let (spacer, slab) = (view.spacer.clone(), view.slab.clone());
        use_effect_with((drawn.start, total), move |(first, total)| {
            for (element, property, value) in [(spacer, "--rows", total), (slab, "--first", first)]
            {
                if let Some(element) = element.cast::<HtmlElement>() {
                    let _ = element.style().set_property(property, &value.to_string());
                }
            }
        });
    }
    drawn
}

impl View {
    /// Scrolls the list, as little as it takes, so that a row is in view.
    pub(in crate::ui) fn show(&self, row: usize) {
        let Some((list, spacer, height)) = self.measures() else {
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
    pub(in crate::ui) fn around(&self, rows: Html) -> Html {
        html! {
            <div ref={self.spacer.clone()} class="spacer" role="presentation" data-long={(self.total > WHOLE).then_some("yes")}>
                <div ref={self.slab.clone()} class="slab" role="presentation">{ rows }</div>
            </div>
        }
    }

    /// The list, the spacer and the height of a row.
    fn measures(&self) -> Option<(HtmlElement, HtmlElement, f64)> {
        let list = self.list.cast::<HtmlElement>()?;
        let spacer = self.spacer.cast::<HtmlElement>()?;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
        let height = f64::from(spacer.offset_height()) / self.total as f64;
        (height > 0.0).then_some((list, spacer, height))
    }
}

#[derive(Properties, PartialEq)]
pub(in crate::ui) struct Props {
    /// The list that it stands in.
    pub(in crate::ui) view: View,
    /// Draws rows.
    pub(in crate::ui) rows: Callback<Range<usize>, Html>,
}

/// What stands inside a list: the rows in view.
#[component]
pub(in crate::ui) fn Rows(props: &Props) -> Html {
    drawn("Rows in view");
    let rows = use_window(&props.view);
    props.view.around(props.rows.emit(rows))
}

/// The row that a key leads to from the one that is chosen, in a list of so
/// many.
pub(in crate::ui) fn moved(key: &str, at: Option<usize>, total: usize) -> Option<usize> {
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
