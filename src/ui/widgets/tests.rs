//! Widgets in a headless browser: each test names what would be lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests may fail loudly, in their helpers too"
)]

use super::disclosure::{Disclosure, Props as Opening};
use super::dissection::{Dissected, Props as Bytes};
use super::drawn::taken;
use super::place::Place;
use super::rows::Rows;
use super::search::{Props as Searching, Search};
use super::value::{Props as Valued, Value};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::trace::{Children as Inside, Fate, Layout, Report, Step, Value as TraceValue};
use crate::ui::hooks::{Handle, use_padlock_root};
use crate::ui::ptr_eq_rc::PtrEqRc;
use crate::ui::search::Search as Seen;
use crate::ui::state::{Action, FinishedRun};
use crate::units::{Inputs, Output};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};
use yew::html::BaseComponent;
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// Draws a component into the document and waits for it.
async fn draw<C: BaseComponent>(props: C::Properties) -> Element {
    let document = web_sys::window().unwrap().document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    yew::Renderer::<C>::with_root_and_props(root.clone(), props).render();
    pause().await;
    root
}

/// Lets the scheduler and the browser's own events have their turn.
async fn pause() {
    let promise = js_sys::Promise::new(&mut |done, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, 50)
            .unwrap();
    });
    let waited: Result<JsValue, JsValue> = wasm_bindgen_futures::JsFuture::from(promise).await;
    waited.unwrap();
}

fn find(root: &Element, selector: &str) -> HtmlElement {
    root.query_selector(selector)
        .unwrap()
        .unwrap_or_else(|| panic!("nothing is {selector} in {}", root.inner_html()))
        .dyn_into()
        .unwrap()
}

fn text(root: &Element) -> String {
    root.text_content().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn what_is_closed_is_not_in_the_document() {
    // Thousands of steps would be built at once.
    let root = draw::<Disclosure>(Opening {
        summary: html! { "The steps" },
        class: Classes::new(),
        open: false,
        children: Children::new(vec![html! { <p>{ "inside" }</p> }]),
    })
    .await;
    assert!(!text(&root).contains("inside"));
    find(&root, "summary").click();
    pause().await;
    assert!(text(&root).contains("inside"));
    find(&root, "summary").click();
    pause().await;
    assert!(!text(&root).contains("inside"));
}

#[wasm_bindgen_test]
async fn a_value_says_that_it_is_secret_and_opens_to_all_digits() {
    let prime = num_bigint::BigInt::from(3) << 500_u32;
    let root = draw::<Value>(Valued {
        value: Rc::new(TraceValue::secret("p", prime.clone())),
    })
    .await;
    assert_eq!(find(&root, ".mark").title(), "secret");
    assert!(text(&root).contains("502 bits"));
    assert!(!text(&root).contains(&prime.to_string()));
    find(&root, "summary").click();
    pause().await;
    assert!(text(&root).contains(&prime.to_string()));
    assert!(text(&root).contains(&format!("{prime:x}")));
}

#[wasm_bindgen_test]
async fn a_field_finds_its_bytes_and_a_byte_its_field() {
    let whole = Dissection::new(
        "token",
        vec![0x80, 1, 2, 3],
        vec![
            Field::new(0..1, "version").meaning("the only one"),
            Field::new(1..4, "rest").source("RFC 4648", "5"),
        ],
    );
    let root = draw::<Dissected>(Bytes {
        whole: Rc::new(whole),
        place: None,
        open: true,
    })
    .await;
    find(&root, ".fields .field:nth-child(2)").click();
    pause().await;
    let chosen = find(&root, ".chosen");
    assert!(
        text(&chosen).contains("bytes 1 to 3 (3)"),
        "{}",
        text(&chosen)
    );
    assert!(text(&chosen).contains("RFC 4648 §5"));
    assert_eq!(text(&find(&root, ".run[data-lit]")).trim(), "01 02 03");
    find(&root, ".run").click();
    pause().await;
    assert!(text(&find(&root, ".chosen")).contains("the only one"));
}

#[wasm_bindgen_test]
async fn the_search_has_a_cell_for_each_candidate() {
    let mut seen = Seen::default();
    for number in 1..=90 {
        seen.see(Report::Candidate {
            prime: "p".into(),
            fate: if number == 90 {
                Fate::Kept
            } else {
                Fate::Divided { by: 7 }
            },
        });
    }
    let root = draw::<Search>(Searching {
        search: PtrEqRc::new(seen),
    })
    .await;
    assert_eq!(text(&find(&root, ".tried")), "90");
    let legend = text(&find(&root, ".parts"));
    assert!(legend.contains("÷ 789"), "{legend}");
    assert!(legend.contains("the prime1"), "{legend}");
    let cells = root.query_selector("[data-kind=\"7\"]").unwrap().unwrap();
    let drawn = cells.get_attribute("d").unwrap();
    assert_eq!(drawn.matches('M').count(), 89);
}

/// How high a row is in these tests, in pixels.
const ROW: i32 = 20;

/// Gives a list the measures that the style sheet gives it on the page, and
/// scrolls it to a row.
async fn scroll(list: &HtmlElement, total: i32, row: i32) {
    let spacer = find(list, ".spacer");
    let set = |element: &HtmlElement, style: &str| element.set_attribute("style", style).unwrap();
    set(list, "position: relative; height: 300px; overflow: auto");
    set(&spacer, &format!("height: {}px", total * ROW));
    list.set_scroll_top(row * ROW);
    pause().await;
}

/// A long token, whose bytes and fields are both long lists.
fn token() -> Rc<Dissection> {
    let fields = (0..2_000).map(|at| Field::new(at * 8..(at + 1) * 8, format!("field {at}")));
    Rc::new(Dissection::new("token", vec![7; 16_000], fields.collect()))
}

#[wasm_bindgen_test]
async fn one_list_that_is_scrolled_is_all_that_is_drawn() {
    // The other half, what is chosen and all around them were drawn with it.
    taken();
    let root = draw::<Dissected>(Bytes {
        whole: token(),
        place: None,
        open: true,
    })
    .await;
    assert_eq!(taken(), [("Halves", 1), ("Rows in view", 2)]);
    for (list, total) in [(".hex", 1_000), (".fields", 2_000)] {
        let list = find(&root, list);
        scroll(&list, total, 400).await;
        assert_eq!(taken(), [("Rows in view", 1)]);
        let first = find(&list, ".slab > *:first-child");
        assert!(
            ["1880", "field 392"]
                .iter()
                .any(|is| text(&first).contains(is)),
            "{}",
            text(&first)
        );
        // Within the rows that are there.
        scroll(&list, total, 403).await;
        assert_eq!(taken(), []);
    }
    // A choice is for both; this one is out of view, and both are scrolled to it.
    find(&root, ".run").click();
    pause().await;
    assert_eq!(taken(), [("Halves", 1), ("Rows in view", 4)]);
}

/// The state, with a button that tells it something, around a widget of each
/// kind of which a page has many.
#[component]
fn Busy() -> Html {
    let padlock = use_padlock_root();
    let place = use_memo((), |()| {
        let finished = FinishedRun {
            inputs: Inputs::default(),
            output: Output::default(),
            known: Vec::new(),
        };
        Place::outermost("rsa-sign", PtrEqRc::new(finished))
    });
    let children = use_memo((), |()| Inside {
        layout: Layout::Rows,
        total: 1_000,
        first: 0,
        kept: (0..1_000)
            .map(|row| Rc::new(Step::new("row", format!("row {row}"))))
            .collect(),
    });
    let whole = use_memo((), |()| token());
    let value = use_memo((), |()| Rc::new(TraceValue::public("n", 33)));
    let onclick = {
        let padlock = padlock.clone();
        move |_: MouseEvent| padlock.dispatch(Action::Say("something happened".to_owned()))
    };
    html! {
        <ContextProvider<Handle> context={padlock.handle.clone()}>
            <button class="tell" {onclick}>{ padlock.state.notices.len() }</button>
            <Dissected whole={(*whole).clone()} open={true} />
            <Value value={(*value).clone()} />
            <Rows children={children} place={(*place).clone()} />
        </ContextProvider<Handle>>
    }
}

#[wasm_bindgen_test]
async fn what_happens_elsewhere_draws_no_bytes_values_or_rows() {
    // A search for primes tells something many times a second.
    let root = draw::<Busy>(()).await;
    find(&root, ".value summary").click();
    pause().await;
    taken();
    find(&root, ".tell").click();
    pause().await;
    assert_eq!(text(&find(&root, ".tell")), "1");
    assert_eq!(taken(), []);
}

#[wasm_bindgen_test]
async fn rows_that_are_scrolled_leave_the_chosen_one_alone() {
    let root = draw::<Busy>(()).await;
    let list = find(&root, ".rows .list");
    taken();
    find(&list, ".row:nth-child(2)").click();
    pause().await;
    assert_eq!(taken(), [("Chosen", 1), ("List", 1), ("Rows", 1)]);
    assert!(text(&find(&root, ".rows .chosen")).contains("row 1"));
    scroll(&list, 1_000, 400).await;
    assert_eq!(taken(), [("List", 1)]);
    assert!(text(&find(&list, ".row")).contains("row 392"));
}
