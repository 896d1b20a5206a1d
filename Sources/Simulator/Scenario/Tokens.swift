/// A text in pieces about as a tokenizer cuts it: words with the blank before them, long ones in parts. Joined, they are
/// the text.
func tokens(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
        let startsWord = character.isWhitespace && piece.last?.isWhitespace != true
        let isFull = piece.count >= 6 || (piece.last.map { !$0.isLetter && !$0.isWhitespace } ?? false)
        if !piece.isEmpty, startsWord || isFull {
            pieces.append(piece)
            piece = ""
        }
        piece.append(character)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
}
