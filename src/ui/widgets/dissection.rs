//! Bytes and their owners, side by side: point at either and the other
//! answers.

mod detail;
mod pointing;

use super::drawn::drawn;
use super::mark::mark;
use super::place::Place;
use super::view::Rows;
use super::{Copy, Disclosure};
use crate::engine::dissect::{Dissection, Role};
use crate::engine::picture::tone;
use crate::engine::text::plural;
use crate::ui::fields::{FieldRow, Fields, VisibleFields};
use crate::ui::format;
use crate::ui::hooks::Handle;
use detail::detail;
use pointing::{Pointing, use_pointing};
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// How many bytes stand in a row where there is room.
const ROW: usize = 16;

/// How many stand in a row where there is not: the style sheet puts the halves
/// of a row under each other.
const HALF: usize = ROW / 2;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) whole: Rc<Dissection>,
    /// Where they stand, if among the steps that made them.
    #[prop_or_default]
    pub(in crate::ui) place: Option<Place>,
    /// Whether it is open at first.
    pub(crate) open: bool,
}

/// The name of the whole, which opens to its bytes and fields.
#[component]
pub(crate) fn Dissected(props: &Props) -> Html {
    let whole = &props.whole;
    let summary = html! {
        <>
            <span class="title">{ whole.name.to_string() }</span>
            <span class="size">{ plural(whole.bytes.len()) }</span>
            if !whole.problems.is_empty() { <span class="verdict" data-verdict="failed">{ "does not parse" }</span> }
        </>
    };
    html! {
        <Disclosure class="dissection" {summary} open={props.open}>
            <Halves whole={whole.clone()} place={props.place.clone()} open={true} />
        </Disclosure>
    }
}

/// The bytes in hexadecimal, the fields as a list, and the chosen field in
/// full.
#[component]
fn Halves(props: &Props) -> Html {
    drawn("Halves");
    let whole = &props.whole;
    let pointing = use_pointing(whole);
    // Bytes are shown without a page, too.
    let handle = use_context::<Handle>();
    let fields = Fields::of(whole);
    let shown = fields.shown(pointing.chosen());
    let (rows, list) = (&pointing.rows, &pointing.list);
    let (lines, options) = {
        let drawing = |drawn: fn(&Drawing<'_>, Range<usize>) -> Html| {
            let (whole, pointing) = (whole.clone(), pointing.clone());
            Callback::from(move |range| drawn(&Drawing::of(&whole, &pointing), range))
        };
        (
            drawing(|drawing, rows| drawing.lines(rows)),
            drawing(|drawing, places| drawing.options(places)),
        )
    };
    let all = {
        let whole = whole.clone();
        Callback::from(move |()| format::hex(&whole.bytes, ""))
    };
    let chosen = pointing.chosen();
    // The element of the chosen field, where it is listed.
    let active = chosen.filter(|number| fields.place_of(&shown, *number).is_some());
    html! {
        <figure aria-label={format!("{}, {}", whole.name, plural(whole.bytes.len()))}>
            { for whole.problems.iter().map(|problem| html! {
                <p class="diagnosis">{ format!("Byte {}: {}", problem.at, problem.says) }</p>
            }) }
            <div class="bytes-and-fields"><div class="halves" onpointerleave={pointing.point(None)}>
                <div ref={rows.list.clone()} class="hex" tabindex="0" role="group" aria-label={format!("Bytes of {}", whole.name)}>
                    <Rows view={rows.clone()} rows={lines} />
                </div>
                if shown.total > 0 {
                    <div ref={list.list.clone()} class="fields" tabindex="0" role="listbox" aria-label={format!("Fields of {}", whole.name)}
                        aria-activedescendant={active.map(|number| pointing.name(number))} onkeydown={pointing.onkeydown()}>
                        <Rows view={list.clone()} rows={options} />
                    </div>
                }
            </div></div>
            <div class="chosen" aria-live="polite">
                if let Some(listed) = chosen.and_then(|number| fields.get(number)) {
                    { detail(whole, &listed.field, props.place.as_ref(), handle) }
                } else {
                    <p class="hint">{ "Point at a byte or a field; click to read about it. " }<Copy text={all} what={format!("{} as hex", whole.name)} /></p>
                }
            </div>
        </figure>
    }
}

/// What is drawn at one time.
struct Drawing<'a> {
    whole: &'a Rc<Dissection>,
    pointing: &'a Pointing,
    fields: Fields<'a>,
    shown: VisibleFields,
    lit: Option<Range<usize>>,
}

impl<'a> Drawing<'a> {
    fn of(whole: &'a Rc<Dissection>, pointing: &'a Pointing) -> Self {
        let fields = Fields::of(whole);
        Self {
            whole,
            pointing,
            shown: fields.shown(pointing.chosen()),
            lit: pointing.lit(&fields),
            fields,
        }
    }

    /// Rows of bytes.
    fn lines(&self, rows: Range<usize>) -> Html {
        rows.map(|row| self.line(row)).collect()
    }

    /// Fields in the list, by their places.
    fn options(&self, places: Range<usize>) -> Html {
        places.map(|place| self.option(place)).collect()
    }

    /// A row of bytes.
    fn line(&self, row: usize) -> Html {
        let halves = [row * ROW, row * ROW + HALF];
        let halves = halves
            .into_iter()
            .filter(|from| *from < self.whole.bytes.len());
        html! { <div class="line" key={row}>{ for halves.map(|from| self.half(from)) }</div> }
    }

    /// Half a row, the bytes of each field together.
    fn half(&self, from: usize) -> Html {
        let to = (from + HALF).min(self.whole.bytes.len());
        let owners = self.fields.owners(from..to).into_iter();
        let runs = owners.filter_map(|(number, range)| {
            let field = self.fields.get(number)?.field;
            let bytes = self.whole.bytes.get(range.clone())?;
            let is_lit = self.lit.as_ref().is_some_and(|lit| lit.start <= range.start && range.end <= lit.end);
            // A field that goes on takes the space along, so that its line does.
            let goes_on = range.end == to && to < field.range().end;
            let (inside, behind) = if goes_on { (" ", "") } else { ("", " ") };
            Some(html! {
                <>
                    <span class="run" data-visibility={tone(field.known_to)} data-role={role(field.role)}
                        data-lit={is_lit.then_some("yes")} data-odd={(number % 2 == 1).then_some("yes")}
                        onpointerenter={self.pointing.point(Some(number))} onclick={self.choose(number, range.start)}>
                        { format::hex(bytes, " ") }{ inside }
                    </span>
                    { behind }
                </>
            })
        });
        html! {
            <span class="half">
                <span class="offset" aria-hidden="true">{ format!("{from:04x}") }</span>
                <span class="runs">{ for runs }</span>
            </span>
        }
    }

    /// A field in the list.
    fn option(&self, place: usize) -> Html {
        let Some(FieldRow {
            number,
            depth,
            field,
        }) = self.fields.at(&self.shown, place)
        else {
            return html! {};
        };
        let chosen = self.pointing.chosen() == Some(number);
        html! {
            <div key={number} id={self.pointing.name(number)} class="field" role="option" data-depth={depth.min(9).to_string()} data-role={role(field.role)}
                aria-selected={if chosen { "true" } else { "false" }}
                aria-setsize={self.shown.total.to_string()} aria-posinset={(place + 1).to_string()}
                data-lit={self.lit.as_ref().is_some_and(|lit| *lit == field.range()).then_some("yes")}
                onpointerenter={self.pointing.point(Some(number))} onclick={self.choose(number, field.range().start)}>
                { mark(field.known_to) }
                <span class="name">{ field.name.to_string() }</span>
                <span class="meaning">{ field.meaning.to_string() }</span>
                <span class="size">{ field.end - field.start }</span>
            </div>
        }
    }

    fn choose(&self, number: usize, from: usize) -> Callback<MouseEvent> {
        self.pointing
            .choose(&self.fields, &self.shown, number, from)
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Content => "content",
        Role::Frame => "frame",
        Role::Padding => "padding",
    }
}
