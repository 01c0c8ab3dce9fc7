//! El capítulo del paso 3: lo que ocupa un texto no es lo que parece.

// ANCHOR: programa
fn main() {
    for text in ["hola", "ñu", "¡Olé!", "🐧"] {
        let letters = text.chars().count();
        let bytes = text.len(); // bytes, no letras
        let hex: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        println!(
            "{text}  letras: {letters}  bytes: {bytes}  [{}]",
            hex.join(" ")
        );
    }
}
// ANCHOR_END: programa
