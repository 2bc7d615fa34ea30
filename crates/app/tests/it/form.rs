//! Forms of pages, read as a browser would: hidden fields are sent back.

/// The hidden fields of the first form of a page whose action ends like this.
pub fn hidden(page: &str, action: &str) -> Vec<(String, String)> {
    let form = page
        .split("<form ")
        .skip(1)
        .find(|form| attribute(form, "action").is_some_and(|a| a.ends_with(action)))
        .unwrap_or_else(|| panic!("no form for {action} in {page}"));
    let form = form.split("</form>").next().unwrap_or_default();
    form.split("<input ")
        .skip(1)
        .filter(|input| attribute(input, "type").as_deref() == Some("hidden"))
        .map(|input| (attribute(input, "name").unwrap_or_default(), attribute(input, "value").unwrap_or_default()))
        .collect()
}

/// The value of a hidden field.
pub fn value_of(fields: &[(String, String)], name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = &tag[..tag.find('>')?];
    let at = tag.find(&format!("{name}=\""))? + name.len() + 2;
    let value = &tag[at..at + tag[at..].find('"')?];
    let plain = value.replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">");
    Some(plain.replace("&#x2f;", "/").replace("&amp;", "&"))
}
