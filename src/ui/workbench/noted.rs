//! The address bar follows the form and the step.

use crate::link::address::{Address, Carry};
use crate::ui::browser;
use crate::ui::hooks::Padlock;
use crate::ui::state::Action;
use crate::units::{About, Values};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// How long a step is shown before the address bar has it, in milliseconds:
/// browsers refuse more than 100 changes in 30 s.
const SETTLED: u32 = 400;

/// The address bar follows the form and the stage once the person has changed
/// one, with public values only; what it has no room for the tab keeps, and the
/// form for when another exhibit is open. Returns what to call on a change of the
/// form, and of the step; a step that is passed by draws nothing here.
#[hook]
pub(super) fn use_noted_address(
    padlock: &Padlock,
    about: &'static About,
) -> (Callback<()>, Callback<String>) {
    let touched = use_mut_ref(|| false);
    let step = use_mut_ref(|| None::<String>);
    let timer = use_mut_ref(|| None::<Timeout>);
    let kept = use_mut_ref(Values::new);
    let state = &padlock.state;
    let forms = state.needed(&[about]).into_iter();
    let forms = forms.filter_map(|about| Some(state.exhibit(about.id)?.form.clone()));
    let view = state.view_of(about.id);
    let now = (
        forms.collect::<Vec<_>>(),
        state.size,
        view,
        state.desk.clone(),
    );
    let latest = use_mut_ref(|| state.clone());
    latest.borrow_mut().clone_from(state);
    let note = {
        let (touched, step) = (touched.clone(), step.clone());
        let tell = padlock.state.dispatcher();
        move || {
            if *touched.borrow() {
                let state = latest.borrow();
                let address = Address {
                    step: step.borrow().clone(),
                    view: state.view_of(about.id),
                    ..state.address(about, Carry::Public)
                };
                let address = address.fitted();
                let values = state.exhibit(about.id).map(|it| it.form.values.clone());
                let values = values.unwrap_or_default();
                for id in &address.long {
                    let Some(text) = values.get(*id).cloned() else {
                        continue; // A thing, which the desk has.
                    };
                    if kept
                        .borrow_mut()
                        .insert((*id).to_owned(), text.clone())
                        .as_ref()
                        != Some(&text)
                        && !browser::kept::keep_long(about.id, id, &text)
                    {
                        tell.dispatch(Action::Say(
                            "The browser has no room to keep what is long here; it is lost when this page is loaded again.".to_owned(),
                        ));
                    }
                }
                let fragment = address.fragment();
                browser::kept::keep_form(about.id, &fragment);
                browser::replace_fragment(&fragment);
            }
        }
    };
    {
        let note = note.clone();
        use_effect_with(now, move |_| note());
    }
    let changed = {
        let touched = touched.clone();
        use_callback((), move |(), ()| *touched.borrow_mut() = true)
    };
    let moved = use_callback((), move |path, ()| {
        *touched.borrow_mut() = true;
        *step.borrow_mut() = Some(path);
        *timer.borrow_mut() = Some(Timeout::new(SETTLED, note.clone()));
    });
    (changed, moved)
}
