//! La tarea comentada que escribe `taller tarea nueva`.

/// El texto de una tarea con estos pasos (nombre y título), lista para adaptar. Leído
/// sin tocarlo, da la misma tarea que [`super::Assignment::for_steps`].
pub fn template(steps: &[(&str, &str)]) -> String {
    let width = steps.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let steps = steps.iter().fold(String::new(), |lines, (name, title)| {
        format!("{lines}{name:width$} = 1   # {}\n", one_line(title))
    });
    include_str!("plantilla.toml").replace("# PASOS\n", &steps)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
