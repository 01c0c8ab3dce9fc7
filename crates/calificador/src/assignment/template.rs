//! La tarea comentada que escribe `taller tarea nueva`.

/// El texto de una tarea con estos pasos (nombre y título), lista para adaptar, y con los
/// retos `extra` a falta de quitarles la almohadilla. Leído sin tocarlo, da la misma tarea
/// que [`super::Assignment::for_steps`].
pub fn template(steps: &[(&str, &str)], extra: &[(&str, &str)]) -> String {
    include_str!("plantilla.toml")
        .replace("# PASOS\n", &lines(steps, "", "1"))
        .replace("# RETOS\n", &lines(extra, "# ", "0.5"))
}

/// Una línea para cada paso: lo que vale y, al lado, su título.
fn lines(steps: &[(&str, &str)], start: &str, worth: &str) -> String {
    let width = steps.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    steps.iter().fold(String::new(), |lines, (name, title)| {
        let title = one_line(title);
        format!("{lines}{start}{name:width$} = {worth}   # {title}\n")
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
