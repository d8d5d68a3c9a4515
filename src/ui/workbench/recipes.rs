//! How to do the same elsewhere.

use crate::ui::widgets::{Copy, Disclosure, text};
use crate::units::{Recipe, Tool};
use yew::prelude::*;

/// The recipes, each opening to its commands or code.
pub(super) fn recipes(list: &[Recipe]) -> Html {
    html! {
        <div class="recipes">
            { for list.iter().map(|recipe| html! {
                <Disclosure summary={html! { <><span class="tool">{ name(recipe.tool) }</span>{ recipe.title.to_string() }</> }}>
                    <div class="code">
                        <pre tabindex="0">{ recipe.code.clone() }</pre>
                        <Copy text={text(recipe.code.clone())} what={format!("the {} recipe", name(recipe.tool))} />
                    </div>
                </Disclosure>
            }) }
        </div>
    }
}

fn name(tool: Tool) -> &'static str {
    match tool {
        Tool::Openssl => "openssl",
        Tool::Python => "Python",
        Tool::Ssl => "Python ssl",
        Tool::Flask => "Flask",
        Tool::Curl => "curl",
        Tool::Nginx => "nginx",
        Tool::Caddy => "Caddy",
        Tool::Gunicorn => "Gunicorn",
        Tool::Linux => "Linux",
        Tool::Macos => "macOS",
        Tool::Windows => "Windows",
        Tool::Browser => "Browser",
        Tool::Java => "Java",
        Tool::Node => "Node.js",
        Tool::Git => "git",
        Tool::Docker => "Docker",
    }
}
