//! What a run said, for people and for programs.

use crate::Outcome;
use padlock::engine::diagnosis::Cause;
use padlock::engine::dissect::Dissection;
use padlock::engine::trace::{Children, Data, HIDDEN, Value};
use padlock::units::{About, Comparison, Output};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// One line of JSON.
pub(crate) fn json(unit: &About, outcome: &Outcome) -> Json {
    let mut line = json!({
        "unit": unit.id, "outcome": "output", "good": null, "says": "", "at": null,
        "results": [], "comparisons": [], "drafts": [], "problems": [], "lies": 0,
    });
    let mut set = |name: &str, value: Json| {
        if let Some(place) = line.get_mut(name) {
            *place = value;
        }
    };
    match outcome {
        Outcome::Output(output) => {
            set("good", json!(output.good));
            set("says", json!(output.headline));
            set("results", output.results.iter().map(result).collect());
            let comparisons = output.comparisons.iter().map(comparison);
            set("comparisons", comparisons.collect());
            let drafts = output.drafts.iter().map(
                |draft| json!({"name": draft.name, "kind": draft.kind.name(), "length": draft.bytes.len()}),
            );
            set("drafts", drafts.collect());
            set("problems", json!(problems(output)));
            set("lies", json!(output.trace.lies().len()));
        }
        Outcome::Refused(diagnosis) => {
            // A bug that was noticed is as bad as one that was not.
            let outcome = match diagnosis.cause {
                Cause::Input => "refused",
                // No worker has to be loaded here.
                Cause::Missing | Cause::Bug => "panic",
            };
            set("outcome", json!(outcome));
            set("says", json!(diagnosis.to_string()));
            if !diagnosis.input.is_empty() {
                set("at", json!(diagnosis.input));
            }
        }
        Outcome::Unusable(unusable) => {
            set("outcome", json!("refused"));
            set("says", json!(unusable.says));
            set("at", json!(unusable.input));
        }
        Outcome::Panic(panic) => {
            set("outcome", json!("panic"));
            set("says", json!(panic));
        }
    }
    line
}

fn result(value: &Value) -> Json {
    json!({"symbol": value.symbol, "meaning": value.meaning, "text": written(&value.data)})
}

fn comparison(comparison: &Comparison) -> Json {
    let rows = comparison.rows.iter().map(
        |row| json!({"name": row.name, "left": row.left, "right": row.right, "note": row.note}),
    );
    json!({
        "title": comparison.title, "names": comparison.names, "left": comparison.left, "right": comparison.right,
        "rows": rows.collect::<Vec<_>>(),
    })
}

/// What the dissections of the output found wrong.
fn problems(output: &Output) -> Vec<String> {
    let of = |bytes: &Dissection| {
        let says = |problem: &padlock::engine::dissect::Problem| {
            format!("{}, byte {}: {}", bytes.name, problem.at, problem.says)
        };
        bytes.problems.iter().map(says).collect::<Vec<_>>()
    };
    output.bytes.iter().flat_map(of).collect()
}

/// All of a value: numbers in decimal, bytes in hexadecimal.
fn written(data: &Data) -> String {
    match data {
        Data::Integer(integer) => integer.to_string(),
        Data::Bytes(bytes) => padlock::engine::hex::encode(bytes),
        Data::Text(text) => text.clone(),
        // Too long for a page, and for a line.
        Data::Ends(ends) => format!("{}…{}", written(&ends.head), written(&ends.tail)),
        Data::Withheld => HIDDEN.to_owned(),
    }
}

/// The page in plain text.
pub(crate) fn text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(diagnosis) if diagnosis.input.is_empty() => format!("{diagnosis}\n"),
        Outcome::Refused(diagnosis) => format!("{}: {diagnosis}\n", diagnosis.input),
        Outcome::Unusable(unusable) => format!("{}: {}\n", unusable.input, unusable.says),
        Outcome::Panic(panic) => format!("This is a bug in Padlock: {panic}\n"),
        Outcome::Output(output) => whole(output),
    }
}

fn whole(output: &Output) -> String {
    let mut page = format!("{}\n", output.headline);
    // Writing to a string does not fail.
    for value in &output.results {
        let meaning = match &*value.meaning {
            "" => String::new(),
            meaning => format!(" ({meaning})"),
        };
        let written = written(&value.data);
        let gap = if written.contains('\n') { "\n" } else { " " };
        let _ = writeln!(
            page,
            "\n{}{meaning}:{gap}{}",
            value.symbol,
            written.trim_end()
        );
    }
    for comparison in &output.comparisons {
        let _ = writeln!(page, "\n{}", comparison.title);
        for row in &comparison.rows {
            let _ = write!(page, "  {}: {} | {}", row.name, row.left, row.right);
            let note = if row.note.is_empty() { "" } else { " | " };
            let _ = writeln!(page, "{note}{}", row.note);
        }
    }
    for agreement in &output.agreements {
        let says = if agreement.agrees {
            "agrees"
        } else {
            "DIFFERS"
        };
        let _ = writeln!(page, "\n{} {says} with {}.", agreement.what, agreement.with);
    }
    for problem in problems(output) {
        let _ = writeln!(page, "\nProblem: {problem}");
    }
    if output.trace.steps.total > 0 {
        page.push_str("\nSteps:\n");
        steps(&mut page, &output.trace.steps, 1);
    }
    for recipe in &output.recipes {
        let _ = writeln!(
            page,
            "\n{:?}: {}\n{}",
            recipe.tool,
            recipe.title,
            recipe.code.trim_end()
        );
    }
    page
}

/// The outline of the steps, two levels deep.
fn steps(page: &mut String, children: &Children, depth: usize) {
    let indent = "  ".repeat(depth);
    for step in &children.kept {
        let verdict = step
            .verdict
            .map_or_else(String::new, |verdict| format!(" [{verdict:?}]"));
        let _ = writeln!(page, "{indent}{}{verdict}", step.title);
        if !step.says.is_empty() {
            let _ = writeln!(page, "{indent}  {}", step.says);
        }
        if depth < 2 && step.inside.layout != padlock::engine::trace::Layout::Rows {
            steps(page, &step.inside, depth + 1);
        }
    }
}
