//! El programa del paso: dice el doble del número que le dan.

fn main() {
    let number = std::env::args().nth(1).and_then(|word| word.parse().ok());
    println!("{}", eco::double(number.unwrap_or(0)));
}
