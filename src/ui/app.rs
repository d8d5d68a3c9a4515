//! The frame around the pages.

use super::browser;
use super::hooks::{
    Handle, Padlock, use_address, use_dropped_files, use_kept_desk, use_leaving, use_padlock_root,
    use_runs, use_words,
};
use super::pages::{page, put_road};
use super::state::Action;
use super::widgets::DeskPanel;
use crate::engine::ink::Ink;
use crate::link::address::{Address, View};
use crate::ui::dry;
use crate::units::{self, About, Page};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long the page is open before it loads what computes by itself, in
/// milliseconds: whoever only looks in loads less.
const IDLE: u32 = 4_000;

/// Everything: the navigation, the page, the desk, and messages.
#[component]
pub(crate) fn App() -> Html {
    let padlock = use_padlock_root();
    let (address, problems) = use_address();
    let words = use_words(&padlock, address.page, padlock.state.idle);
    use_kept_desk(&padlock);
    use_dropped_files(&padlock);
    use_leaving(padlock.state.has_unsaved());
    {
        let padlock = padlock.clone();
        use_effect_with((), move |()| {
            let timer = Timeout::new(IDLE, move || {
                padlock.dispatch(Action::Idle);
                padlock.warm();
            });
            move || drop(timer)
        });
    }
    {
        let padlock = padlock.clone();
        let address = address.clone();
        use_effect_with((), move |()| restore(&padlock, &address));
    }
    {
        let padlock = padlock.clone();
        use_effect_with((address.clone(), problems), move |(address, problems)| {
            follow(&padlock, address, problems);
        });
    }
    {
        let page = address.page;
        use_effect_with(page, move |page| {
            if let Some(document) = browser::document() {
                document.set_title(&format!("{} · Padlock", page.name()));
            }
        });
    }
    let at = address.at.and_then(units::find);
    let open = at.or_else(|| address.page.first());
    let runs = open.or_else(|| {
        let at_start = padlock.state.at_start();
        at_start.filter(|_| address.page == Page::Road)
    });
    use_runs(&padlock, address.page, runs);
    let heed = {
        let padlock = padlock.clone();
        Callback::from(move |_: MouseEvent| padlock.dispatch(Action::Heed))
    };
    let is_desk = address.page == Page::Desk && open.is_none();
    let shown = padlock.state.view.filter(|(_, view)| *view == View::Show);
    html! {
        <ContextProvider<Handle> context={padlock.handle.clone()}><ContextProvider<Padlock> context={padlock.clone()}>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the page" }</a>
            <header class="top" hidden={shown.is_some()}>
                { navigation(address.page) }
                { desk_button(&padlock, is_desk) }
            </header>
            <div class="notices" role="status" aria-live="polite">
                if let Some(text) = padlock.state.notices.first() {
                    <p>{ text.clone() }<button type="button" class="quiet" onclick={heed}>{ "Dismiss" }</button></p>
                }
            </div>
            <main id="main" tabindex="-1" data-view={shown.map(|_| "show")} data-words={(!words.is_empty()).then_some("here")}>
                { page(address.page, open, at.is_none(), &padlock) }{ listed(address.page, &words) }
            </main>
            if !is_desk {
                // A sheet of another place is a closed one.
                <div key={format!("{:?} {:?}", address.page, address.at)} id={SHEET} class="sheet" popover="auto"><DeskPanel /></div>
            }
            <footer class="bottom" hidden={shown.is_some()}>
                { legend() }
            </footer>
        </ContextProvider<Padlock>></ContextProvider<Handle>>
    }
}

/// What the start shows before anything runs: the frame, and the beginning of
/// the page. `www/index.html` has it, and a test holds that.
#[must_use]
pub fn first_screen() -> String {
    let mut ink = Ink::default();
    ink.put(format_args!("<header class=\"top\">"));
    put_navigation(Page::Road, &mut ink);
    ink.put(format_args!(
        "<span class=\"to-desk\">Desk</span></header><div class=\"notices\"></div><main>"
    ));
    put_road(&mut ink);
    ink.put(format_args!("</main>"));
    ink.into_markup()
}

/// The id of the sheet with the desk.
const SHEET: &str = "desk-sheet";

/// What opens the desk, with how much lies on it; on its own page a mark.
fn desk_button(padlock: &Padlock, is_desk: bool) -> Html {
    let count = padlock.state.desk.entries().count();
    let says = html! { <>{ "Desk" }<span class="count">{ count }</span></> };
    if is_desk {
        return html! { <a class="to-desk" href="#/desk" aria-current="page">{ says }</a> };
    }
    html! { <button type="button" class="to-desk" popovertarget={SHEET}>{ says }</button> }
}

/// The name and the pages, with the present one marked.
fn navigation(at: Page) -> Html {
    let mut ink = Ink::default();
    put_navigation(at, &mut ink);
    dry(ink)
}

fn put_navigation(at: Page, ink: &mut Ink) {
    ink.put(format_args!(
        "<a class=\"brand\" href=\"#/\">Padlock</a><nav aria-label=\"Pages\"><ul>"
    ));
    for page in Page::ALL.into_iter().filter(|page| page.is_in_navigation()) {
        let (link, name) = (Address::page(page).fragment(), page.name());
        let current = if page == at {
            " aria-current=\"page\""
        } else {
            ""
        };
        ink.put(format_args!(
            "<li><a href=\"{link}\"{current}>{name}</a></li>"
        ));
    }
    ink.put(format_args!("</ul></nav>"));
}

/// What the marks of the page mean, and where it runs.
fn legend() -> Html {
    let [speed, words] = [Page::Speed, Page::Words].map(|page| Address::page(page).fragment());
    let mut ink = Ink::default();
    ink.put(format_args!("<p>○ public: anybody may know it. ◆ secret: only its owner may. Everything is computed in this tab. <a href=\"{speed}\">How fast?</a> <a href=\"{words}\">What do the words mean?</a> <span class=\"keep\"><a href=\"padlock.html\" download>Keep Padlock as one file</a>: it works without network.</span></p>"));
    dry(ink)
}

/// The words of the field: closed until one opens, but on their own page.
fn listed(at: Page, words: &str) -> Html {
    let mut ink = Ink::default();
    let all = at == Page::Words;
    ink.put(format_args!(
        "<ul class=\"words\" data-all=\"{all}\">{words}</ul>"
    ));
    dry(ink)
}

/// Goes where the address points, to the top of it unless `www/boot.js` leads
/// back to a place that was left, and fills in the form that it carries.
fn follow(padlock: &Padlock, address: &Address, problems: &[String]) {
    padlock.dispatch(Action::Followed(problems.to_vec()));
    padlock.dispatch(Action::Look(address.at.zip(address.view)));
    if let Some(window) = browser::window().filter(|_| !browser::is_back()) {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    let Some(about) = address.at.and_then(units::find) else {
        return;
    };
    if let Some(size) = address.size {
        padlock.resize(size);
    }
    if let Some(seed) = browser::seed() {
        padlock.dispatch(Action::Open(about, seed));
    }
    let address = &with_long(padlock, about, address.clone());
    // An address that sets nothing only points at the exhibit.
    if address.sets_something() {
        fill_in(padlock, about, address);
    }
    if let Some(step) = &address.step {
        padlock.dispatch(Action::Show(about.id, step.clone()));
    }
}

/// The address with the values that it has no room for, as far as this tab has
/// kept them.
fn with_long(padlock: &Padlock, about: &About, mut address: Address) -> Address {
    let mut missing = Vec::new();
    for input in address.long.iter().filter_map(|id| about.input(id)) {
        match browser::kept::long(about.id, input.id) {
            Some(text) => drop(address.values.insert(input.id.to_owned(), text.into())),
            None => missing.push(input.label),
        }
    }
    if !missing.is_empty() {
        padlock.dispatch(Action::Say(format!(
            "This link has no room for what is long: {}. What stands there is only the example.",
            missing.join(", ")
        )));
    }
    address
}

/// Fills in the forms that this tab has kept, as a reload finds them, but what
/// the address sets.
fn restore(padlock: &Padlock, open: &Address) {
    let set = open.makers.iter().chain([open]);
    let set: Vec<&str> = set
        .filter(|one| one.sets_something())
        .filter_map(|one| one.at)
        .collect();
    for about in units::ALL.iter().filter(|about| !set.contains(&about.id)) {
        if let Some(fragment) = browser::kept::form(about.id) {
            let (kept, _) = Address::parse(&fragment);
            // Its makers have forms of their own among these.
            let form = Address {
                makers: Vec::new(),
                ..kept
            };
            if let Some(seed) = browser::seed() {
                padlock.dispatch(Action::Open(about, seed));
            }
            fill_in(padlock, about, &with_long(padlock, about, form));
        }
    }
}

/// Fills in the forms that an address sets, and lays out what came with it.
fn fill_in(padlock: &Padlock, about: &'static About, address: &Address) {
    let drawn = (browser::now(), browser::seed as fn() -> _);
    for action in padlock.state.following(about, address, drawn) {
        // An example that was there already gives way to that of the address.
        if let Action::Renew(unit) = action
            && let Some(about) = units::find(unit)
        {
            padlock.stop(about);
        }
        padlock.dispatch(action);
    }
}

/// The skip link moves the focus; its address would be taken for a page.
fn skip(event: MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    if let Some(main) = browser::document()
        .and_then(|document| document.get_element_by_id("main"))
        .and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = main.focus();
    }
}
