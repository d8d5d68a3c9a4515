//! Padlock takes the browser's padlock apart.
//!
//! # The map of the house
//! Floors from the ground up; each imports only from floors below it, and
//! `tests/tidy/` holds that.
//!
//! | floor | what lives there |
//! |---|---|
//! | [`engine`] | the algorithms, in pure Rust: no web, no clock, no randomness of their own. It has storeys of its own: what a computation tells ([`engine::trace`]), how that looks ([`engine::picture`]), and the algorithms |
//! | [`desk`] | the things made so far: what each is, what it was made from, how it is kept and read back |
//! | [`units`] | the exhibits of the pages: one file for each, with its form, its defaults, its words and its run |
//! | [`link`] | what page and workers say to each other, and their pool |
//! | [`ui`] | the page: components that show traces and dissections and nothing that computes |
//!
//! Beside the house stands `kernel/`, the arithmetic of the prime search, which
//! is built several times for what browsers can do.
//!
//! A unit runs in a worker. The workers are *wings*, each with the units of one
//! subject ([`units::Wing`]), started by the few lines of `src/bin/`. A run gets
//! a [`units::Context`]: its inputs, an observer, and the means to let others
//! help. It may hand out a [`engine::task::Task`]; then it is pending, the pool
//! has the parts of the task done, and the run begins again with what was found.
//!
//! # Where things go
//! | to add | goes to |
//! |---|---|
//! | an algorithm, such as the rounds of SHA-256 | a module of [`engine`] that tells an [`engine::trace::Observer`] its steps |
//! | an exhibit | a file in a room of [`units`], with an `ABOUT`, a `NOTICE`, `SOURCES` and a `run`, and its name in `units/wings.rs`, which holds it to that |
//! | what a form lets one choose from | an enum by the macro of `units/form/choices.rs`, once for the form, links and the run |
//! | what the page itself wants done | a [`units::service::Service`], done by the wing that has the code |
//! | work that several workers share | an [`engine::task::Partition`], as `engine/number/search/partition.rs` is one |
//! | a format to be read | [`engine::asn1`] or a module beside it: any bytes to a [`engine::dissect::Dissection`], never failing |
//! | a format to be written | beside its reader; DER is written by the crates, from what [`engine::pki`] and [`engine::rsa`] hand them |
//! | a kind of key | [`engine::pki::kind::KeyKind`]: the compiler and a test of [`desk::Kind`] name the rest |
//! | a message about bad input | where it is noticed: an [`engine::diagnosis::Diagnosis`], or an enum with a `diagnosis()` where somebody matches on it; a unit places it at its field, by `of`. Where a step finds it out, that step fails, and the page shows the run up to there ([`units::Refusal`]) |
//! | an exhibit with two actors | a unit whose steps say whose they are ([`engine::trace::Step::by`]), and whose values say who knows them ([`engine::knowers::Knowers`]) |
//! | a connection with TLS | [`engine::tls`]: rustls at both ends ([`engine::tls::connection`]), what each computed ([`engine::tls::recording`]), and what is told of it ([`engine::tls::conversation`]), with our own key schedule beside it |
//! | a suite, a group or what somebody on the wire does | a value of [`engine::tls::provider::Suite`], [`engine::tls::provider::Group`] or [`engine::tls::connection::Interference`] |
//! | what other clients say of a connection | a `Cause` of `units/handshake/clients.rs`, its words beside it, and a case of `tests/interop/tls/failing.rs`, which curl, openssl and the browsers are asked about |
//! | a message of TLS that is to be read | [`engine::tls::wire`] |
//! | what the start plays | [`units::handshake::passing`] for what passes in general and how it is drawn, [`units::Output::miniature`] for how a run had it; `ui/state/start.rs` says when that runs |
//! | a message between actors, such as those of TLS | an [`engine::trace::Step::message`], inside the step of the exchange; its picture is an [`engine::picture::Exchange`] |
//! | somebody who listens | an [`engine::knowers::Actor`]; what each sees is [`engine::trace::Trace::seen_by`] |
//! | what of a run travels to the page | `link/message.rs` decides; [`engine::trace::travel`] writes each value once |
//! | something that others hand in | a [`desk::Kind`] with tags of its own, which desk files keep for ever |
//! | an operator | a row of `engine/trace/operator.rs`, with the function of `engine/trace/eval/` that evaluates it |
//! | a picture | a folder of [`engine::picture`]: its data and words, its markup, its style sheet, its golden markup. `engine/picture/catalog.rs` says which step or equation has which: of the recognizers at most one fits a step |
//! | what is inside a row of a table, such as the rounds of a block | told by [`engine::trace::Observer::on_request`]: nothing is built before somebody looks, and the page asks for the rows ([`engine::symmetric::aes`]) |
//! | what an exhibit begins with | a step of the `opening.rs` in its room, told before anything is checked and completed at the end of the run |
//! | a picture that several steps share | a layout beside those of `engine/picture/encoding`, by whose name steps take part in it ([`engine::trace::Step::shares()`]) |
//! | what is made from what | nothing: [`engine::picture::Dataflow`] reads it off the equations of a trace, in the worker. A value is its handle: hand it on where it means the same. What is written into DER is said by [`engine::trace::Step::encloses()`] |
//! | what a link carries | [`link::address`] for how it is written; `ui/state/exercise.rs` for what goes in, `ui/state/following.rs` for what comes of it |
//! | a word of the field | [`units::words`]: it opens where a text uses it |
//! | a way to draw | a widget of [`ui`] that knows no cryptography |
//!
//! # Invariants
//! Most of them say what is deliberately absent. Each is held by what stands
//! beside it: tidy is `tests/tidy/`, lints are in `Cargo.toml`.
//!
//! | what there is not | what holds it |
//! |---|---|
//! | an import from a floor above | tidy: `floors_import_only_what_is_below` |
//! | the web in [`engine`], [`desk`] and [`units`] | tidy: `lower_floors_do_not_know_the_web` |
//! | a clock or chance of their own there: both are handed in | the same, and `the_same_inputs_give_the_same_output`, `a_unit_says_whether_chance_goes_into_what_it_makes` |
//! | an equation that is shown and false | `every_unit_is_honest_with_its_defaults`, `every_way_to_break_a_unit_is_told_honestly`; that they would notice: `a_deliberately_wrong_equation_is_caught` |
//! | a byte that is shown without an owner, or with two | the same walks, by [`engine::dissect::Dissection::check`]; `mutated_structures_are_owned`, `random_bytes_are_owned` |
//! | output that was written beforehand: all comes from a run | the same walks; of the one screen that stands in the page before its code, `the_first_screen_stands_in_the_page` |
//! | a step with an equation and without a picture | `cargo xtask figures`, which the checks run; `every_exhibit_opens_with_a_picture` |
//! | cryptography of ours that protects: what leaves the page is made by the crates, what is shown is compared with them | the same walks: every agreement agrees; Wycheproof in `tests/published/wycheproof/` and beside [`engine::tls::provider`], Wireshark, openssl, curl and Python in `tests/interop/tls/`, openssl and Python in `tests/interop/` |
//! | unsafe code; in the kernel only at the edge of its modules, in `kernel/src/export.rs` | the lint `unsafe_code` |
//! | a panic on any input | the lints `unwrap_used`, `expect_used`, `indexing_slicing` and `panic`; tidy: `panics_are_explained`; mutated input beside each reader, and `fuzz/` |
//! | a root that is trusted unasked, a verdict that is good without one | `a_root_that_is_not_trusted_is_said_first`, `clients_were_seen_to_do_the_same`, `each_kind_is_answered_or_it_is_said_why` |
//! | a byte in the eavesdropper's view that the wire did not show | `who_listens_sees_no_byte_that_the_wire_did_not_show` |
//! | a secret in a link that nobody asked for, a pasted private key in any | `secrets_enter_only_when_asked_for`, `a_private_key_enters_no_link_wherever_it_was_pasted` |
//! | a request to another server, or one for anything but the page's own files | the page's policy; `tests/e2e/site.test.mjs`, `tests/e2e/quiet.test.mjs` |
//! | something kept over a reload unasked | `tests/e2e/desk.test.mjs` |
//! | an inline script or style | the page's policy; `tests/e2e/site.test.mjs`; tidy: `nothing_sets_a_style_attribute` |
//! | arithmetic in the page's own wasm: only workers run units | `first-visit` in `size-budget.toml`; `tests/e2e/quiet.test.mjs` |
//! | a link or a desk file of before that reads differently now | `tests/units/saved.rs` |
//!
//! # Words of the house
//! Things are called what the field calls them. A few words are the house's own:
//!
//! | word | what it means |
//! |---|---|
//! | exhibit | what a page shows of one unit: its form, its result, its steps |
//! | unit | what an exhibit is made of: an `ABOUT` and a `run` |
//! | workbench | the page of one exhibit: the path to the others, its inputs, its picture, what came out |
//! | stage | the picture of one step in a box of fixed size, with its words and a hand on the time ([`ui::walk`]) |
//! | glance | what came of a run in a few characters, for the path |
//! | wing | a worker, with the units of one subject |
//! | desk | the things that a visitor has made or brought in |
//! | draft | a thing that a run made and that is not on the desk yet |
//! | to tell | to hand a step to an observer; the page *dispatches* actions |
//! | judge | another implementation that has to agree |
//! | means | who helps a run, and what computes powers for it |
//!
//! Three types carry everything to the eye: a [`engine::trace::Trace`] says how a
//! number came to be, a [`engine::dissect::Dissection`] says what each byte is,
//! and a [`engine::trace::Picture`] says how a step looks.

pub mod desk;
pub mod engine;
pub mod link;
pub mod ui;
pub mod units;
