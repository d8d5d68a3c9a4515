//! What no run has to look at: values that a form could never hold.

use crate::engine::diagnosis::Diagnosis;
use crate::units::{About, Control, Inputs};

/// Refuses values that are none of an input's choices, whoever handed them in:
/// nothing unknown is ever taken for a default.
///
/// # Errors
/// The first input that holds one.
pub(in crate::units) fn check(about: &About, inputs: &Inputs) -> Result<(), Diagnosis> {
    for input in about.inputs {
        let Some(value) = inputs.values.get(input.id) else {
            continue;
        };
        let known: Vec<&str> = match &input.control {
            Control::Choice(choices) => choices.iter().map(|choice| choice.value).collect(),
            Control::Toggle => vec!["yes", "no"],
            _ => continue,
        };
        if !known.contains(&value.trim()) {
            let diagnosis =
                Diagnosis::expected(format!("one of {}", known.join(", "))).of(input.id);
            return Err(diagnosis.found(format!("{value:?}")));
        }
    }
    Ok(())
}
