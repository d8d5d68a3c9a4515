//! Each rule catches its violation.

use crate::rules::*;

/// A rule that must complain about one text once, and not about another.
fn caught(rule: impl Fn(&str) -> Vec<String>, bad: &[&str], good: &[&str]) {
    for text in bad {
        assert_eq!(
            rule(text).len(),
            1,
            "must be caught once: {text}\n{:?}",
            rule(text)
        );
    }
    for text in good {
        assert_eq!(rule(text), [""; 0], "is fine: {text}");
    }
}

#[test]
fn storeys() {
    caught(
        |text| wrong_storeys("trace", text),
        &[
            "use crate::engine::picture::Field;",
            "let x = crate::engine::rsa::key();",
        ],
        &[
            "use crate::engine::text::Text;",
            "use crate::engine::numbers::Small;",
            "// see crate::engine::picture",
        ],
    );
    caught(
        |text| wrong_storeys("picture", text),
        &["use crate::engine::pki::host;"],
        &["use crate::engine::picture::Ring;"],
    );
    caught(
        |text| wrong_storeys("rsa", text),
        &[],
        &["use crate::engine::{number, picture};"],
    );
}

#[test]
fn floors() {
    caught(
        |text| wrong_floors("engine", text),
        &[
            "use crate::desk::Thing;",
            "use crate::{\n    engine::trace,\n    ui::App,\n};",
            "use crate::{engine, link};",
            "let x = crate::units::ALL;",
            "use super::super::desk;",
        ],
        &[
            "use crate::engine::number::Sign;",
            "use crate::uint::Thing;",
            "// see crate::ui::App",
            "let desk = 1; let ui = desk;",
            "let text = \"use crate::ui\";",
            "use crate::engine::{asn1, trace};\nfn link() {}",
        ],
    );
    caught(
        |text| wrong_floors("desk", text),
        &["use crate::units::About;"],
        &["use crate::engine::dissect;"],
    );
    caught(
        |text| wrong_floors("units", text),
        &["use crate::link::Job;"],
        &["use crate::{desk::Thing, engine::trace};"],
    );
    caught(
        |text| wrong_floors("link", text),
        &["use crate::ui::Pool;"],
        &["use crate::units::ALL;"],
    );
    caught(
        |text| wrong_floors("ui", text),
        &[],
        &["use crate::{desk, engine, link, units};"],
    );
}

#[test]
fn the_web() {
    caught(
        |text| web_names("engine", text),
        &[
            "use web_sys::Window;",
            "let now = js_sys::Date::now();",
            "use yew::prelude::*;",
            "let now = std::time::SystemTime::now();",
            "getrandom::fill(&mut seed);",
        ],
        &[
            "// web_sys is not known here",
            "let s = \"yew\";",
            "let yewish = 1;",
        ],
    );
    assert_eq!(web_names("ui", "use yew::prelude::*;"), [""; 0]);
}

#[test]
fn length() {
    let line = "//\n";
    caught(
        too_long,
        &[&line.repeat(LONGEST + 1)],
        &[&line.repeat(LONGEST)],
    );
}

#[test]
fn panics() {
    caught(
        unexplained_panics,
        &[
            "let x = y.unwrap();",
            "let z = 1; // this speaks of z only\nlet x = y.unwrap();",
            "let x = y.expect(\"it is there\");",
            "fn f() { todo!() }",
            "/// Documentation is no reason.\nlet x = y.unwrap();",
            "let s = r#\"a \" b\"#; y.unwrap();",
            "let c = '\"'; y.unwrap();",
            "#[cfg(test)]\nmod tests {\n  fn f() { a.unwrap(); }\n}\nfn g() { a.unwrap(); }",
            "#[cfg(test)]\nuse x::y;\nfn g() { a.unwrap(); }",
        ],
        &[
            "let x = y.unwrap(); // y was filled two lines above",
            "// Cannot fail: the length was checked.\nlet x = y.unwrap();",
            "let x = y.unwrap_or(0);",
            "// never y.unwrap() here",
            "let s = \"y.unwrap()\";",
            "let s = \"a\n y.unwrap()\n b\";",
            "#[cfg(test)]\nmod tests {\n  fn f() { a.unwrap(); }\n}",
            "#[cfg(all(test, target_arch = \"wasm32\"))]\nmod tests {\n  fn f() { a.unwrap(); }\n}",
            "#[expect(clippy::unwrap_used, reason = \"it was checked\")]\nlet x = y.unwrap();",
            "#[expect(\n  clippy::unwrap_used,\n  reason = \"it was checked\"\n)]\nlet x = y.unwrap();",
            "// Cannot fail: it is there.\nlet x = y\n  .z()\n  .unwrap();",
        ],
    );
}

#[test]
fn styles() {
    caught(
        |text| style_attributes("ui", text),
        &[
            "html! { <p style=\"color: red\"> }",
            "html! { <p style={css}> }",
            "style={css}",
        ],
        &[
            "let style = 1;",
            "html! { <p class=\"style\"> }",
            "// <p style=\"\">",
            "if style == \"x\" {}",
        ],
    );
    assert_eq!(style_attributes("engine", "style=\"x\""), [""; 0]);
}

#[test]
fn dependencies() {
    caught(
        unexplained_dependencies,
        &[
            "[dependencies]\nserde = \"1\"",
            "[dev-dependencies]\nproptest = \"1\" #",
            "[dependencies.web-sys]\nversion = \"0.3\"",
            "[target.'cfg(unix)'.dependencies]\nlibc = \"1\"",
        ],
        &[
            "[dependencies]\nserde = \"1\" # the format of messages",
            "[dependencies.web-sys]\nversion = \"0.3\" # the browser\nfeatures = [\n \"A\",\n]",
            "[package]\nname = \"x\"",
            "[profile.dev]\ndebug = 1",
        ],
    );
}

#[test]
fn commands() {
    let xtask = "match command {\n        \"serve\" => serve::run(rest),\n";
    caught(
        |text| unknown_commands(text, xtask),
        &[
            "run: cargo xtask sreve",
            "`cargo xtask serve` or `cargo xtask\nserv`",
        ],
        &[
            "`cargo xtask` is the door",
            "cargo xtask serve --dev",
            "cargo xtask <command>",
        ],
    );
}

#[test]
fn paths() {
    caught(
        |text| missing_paths(text, |path| path == "src/lib.rs"),
        &[
            "see `src/libs.rs`",
            "[here](tests/README.md)",
            "```sh\nls\n```\n`xtask/`",
        ],
        &[
            "`src/lib.rs`",
            "`src/units/*.rs`",
            "`target/shots/`",
            "tests/none",
            "`src/a b`",
        ],
    );
}

#[test]
fn names() {
    let all = "fn a_test_that_is_there() {}\nunsafe_code = \"forbid\"";
    caught(
        |text| unknown_names(text, all),
        &["held by `a_test_that_has_gone`"],
        &[
            "`a_test_that_is_there`, `unsafe_code`",
            "`Dissection::check`",
            "`panic`",
        ],
    );
}
