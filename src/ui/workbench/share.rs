//! A link to an exhibit.

use super::question::ends;
use crate::link::address::{Address, Carry, View};
use crate::ui::browser;
use crate::ui::hooks::use_padlock;
use crate::ui::state::FinishedRun;
use crate::ui::walk::Walk;
use crate::ui::widgets::{Copy, Disclosure, text};
use crate::units::{self, About};
use yew::prelude::*;

#[derive(Properties)]
pub(super) struct Props {
    pub(super) about: &'static About,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.about.id == other.about.id
    }
}

/// The address of an exhibit with all that its exercise needs: public values
/// only, unless the person asks for the secret ones.
#[component]
pub(super) fn Share(props: &Props) -> Html {
    html! {
        <Disclosure class="share" summary={html! { <>{ "Link" }<span class="unseen">{ format!(" to {}", props.about.title) }</span></> }}>
            <Links about={props.about} />
        </Disclosure>
    }
}

#[component]
fn Links(props: &Props) -> Html {
    let padlock = use_padlock();
    let secrets = use_state(|| false);
    let about = props.about;
    let here = Address::parse(&browser::fragment()).0;
    let step = here.step.filter(|_| here.at == Some(about.id));
    // Where it is asked of the whole whether it holds, the step that fails would say it.
    let exhibit = padlock.state.exhibit(about.id);
    let is_whole = exhibit.is_some_and(|exhibit| {
        let walk = |run: &FinishedRun| Walk::of(&run.output.trace);
        let ends = |run: &FinishedRun| ends(run, &walk(run), Some(&exhibit.form));
        exhibit
            .result
            .as_ref()
            .is_some_and(|run| run.output.good == Some(false) && ends(run).is_empty())
    });
    let link = |carry, view| {
        let is_told = view == Some(View::Ask) && is_whole;
        let address = Address {
            view,
            step: step.clone().filter(|_| !is_told),
            ..padlock.state.address(about, carry)
        };
        let address = address.fitted();
        let link = format!("{}{}", browser::base(), address.fragment());
        (link, address)
    };
    let (public, address) = link(Carry::Public, None);
    let (question, _) = link(Carry::Public, Some(View::Ask));
    let has_secrets =
        about.inputs.iter().any(|input| about.keeps_secret(input)) || !address.without.is_empty();
    let is_toy = |about: &About| {
        (about.inputs.iter()).any(|input| input.known_to.is_secret() && !about.keeps_secret(input))
    };
    let made = address.makers.iter();
    let mut made = made.filter_map(|maker| units::find(maker.at?));
    let has_toys = is_toy(about) || made.any(is_toy);
    let has_word = |address: &Address| address.seed.is_some();
    let word = if has_word(&address) || address.makers.iter().any(has_word) {
        " The word in it makes the same numbers for everybody, so no key that comes from it is a secret."
    } else {
        ""
    };
    let toys = if has_toys {
        ", and the primes of a toy key and a number that it locks, which protect nothing"
    } else {
        ""
    };
    let reveal = {
        let secrets = secrets.clone();
        Callback::from(move |_: MouseEvent| secrets.set(true))
    };
    html! {
        <div class="links">
            <p>{ format!("This link opens this exhibit with these settings. It holds public values only{toys}; everything after # stays in the browser and is never sent to a server.{word}") }</p>
            { left_out(about, &address) }
            <div class="code"><pre tabindex="0">{ public.clone() }</pre><Copy text={text(public)} what="the link" /></div>
            <p>{ "The same as a question: what comes out is covered until one has said what to expect." }</p>
            <div class="code"><pre tabindex="0">{ question.clone() }</pre><Copy text={text(question)} what="the question" /></div>
            if has_secrets && !*secrets {
                <p class="actions"><button type="button" class="danger" onclick={reveal}>{ "Make a link that holds the secret values too" }</button></p>
            }
            if *secrets {
                { secret(about, &link(Carry::SecretsToo, None)) }
            }
        </div>
    }
}

/// A link that holds the secret values too, and what it leaves out.
fn secret(about: &About, (link, address): &(String, Address)) -> Html {
    html! {
        <>
            <p>{ "Whoever gets this link can read the secret values in it. Use it for exercises only." }</p>
            { left_out(about, address) }
            <div class="code" data-visibility="secret"><pre tabindex="0">{ link.clone() }</pre><Copy text={text(link.clone())} what="the link with secrets" /></div>
        </>
    }
}

/// What a link cannot take along, named before it is copied.
fn left_out(about: &About, address: &Address) -> Html {
    let (secret, long) = (
        labels(about, &address.without),
        labels(about, &address.long),
    );
    html! {
        <>
            if !secret.is_empty() {
                <p class="hint">{ format!("It leaves out what is secret: {secret}. A key that is no demonstration enters no link.") }</p>
            }
            if !long.is_empty() {
                <p class="hint">{ format!("A link has no room for what is long: {long}. Hand it over as a file.") }</p>
            }
        </>
    }
}

/// What fields are called, one after the other.
fn labels(about: &About, ids: &[&str]) -> String {
    let inputs = ids.iter().filter_map(|id| about.input(id));
    inputs
        .map(|input| input.label)
        .collect::<Vec<_>>()
        .join(", ")
}
