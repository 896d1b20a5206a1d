extension DemoScenario {
    /// The scenario as a file, which `--scenario` would take too. Speeds and load times are about those of a desktop GPU.
    public static let yaml = #"""
        seed: 4
        models:
          - { id: qwen3-1.7b, name: Qwen3 1.7B, group: gpu, load_time: 1200ms, tokens_per_second: 137, prompt_tokens_per_second: 2400, context: 32768 }
          - { id: qwen3-8b, name: Qwen3 8B, group: gpu, load_time: 2s, tokens_per_second: 61, prompt_tokens_per_second: 900, context: 32768 }
          - { id: qwen3-32b, name: Qwen3 32B, group: gpu, load_time: 3s, tokens_per_second: 41, prompt_tokens_per_second: 400, context: 32768 }
          - { id: frontier, name: Frontier, group: elsewhere, ready: true, tokens_per_second: 80, prompt_tokens_per_second: 3000 }
          - { id: phi4, name: Phi 4, group: judge, ready: true, judge: true, tokens_per_second: 45, prompt_tokens_per_second: 600 }

        script:
          # Accepted at once.
          - task: haiku about a compiler
            model: qwen3-1.7b
            reasoning: |
              The user wants a haiku, so three lines of five, seven and five syllables. The subject is a compiler that never gives up. I want an image for persistence: a river, a snail, dawn. Errors scroll past like leaves. Let me count. "Errors fall like leaves" has five. "still it reads the next line down" has seven: still, it, reads, the, next, line, down. "spring: it builds, and runs" has five. Good, and the season word is there.

              Could the first line be stronger? "Warnings fall like leaves" has six, one too many. "Ten thousand errors" has five too, but then there is no season in it, and I would rather keep the autumn of the first line against the spring of the last. "Never gives up" must be felt without being said: "still it reads" does that, since the word "still" means both that it goes on and that it is quiet. The last line should be a release, so two short verbs, builds and runs. An em dash after the first line gives the pause that a cutting word would. I won't explain the poem; the user asked for a haiku and nothing else.
            answer: |
              Errors fall like leaves —
              still it reads the next line down.
              Spring: it builds, and runs.
            verdict: { accept: true }

          # Rejected, then accepted.
          - task: first element of a list that appears twice
            model: qwen3-1.7b
            answer: |
              You can compare every element with all others and return the first match:

              ```swift
              func firstRepeated(_ list: [Int]) -> Int {
                  for i in 0..<list.count {
                      for j in (i + 1)..<list.count where list[i] == list[j] {
                          return list[i]
                      }
                  }
                  return list[0]
              }
              ```

              The outer loop walks the list from the left, so the first element that has a twin is found first. This is simple and needs no extra memory.
            verdict:
              accept: false
              feedback: >-
                Crashes on a list of one element, because the range is invalid, and on an empty one. It also returns an
                element when nothing appears twice: return an optional.
          - task: first element of a list that appears twice
            model: qwen3-8b
            answer: |
              The earlier version had no way to say that *nothing* appears twice, and its inner range was invalid at the end of the list. A set of what has been seen solves both:

              ```swift
              func firstRepeated<Element: Hashable>(_ list: [Element]) -> Element? {
                  var seen: Set<Element> = []
                  for element in list where !seen.insert(element).inserted {
                      return element
                  }
                  return nil
              }
              ```

              - `nil` means that no element appears twice; the empty list and a list of one are no special cases.
              - One pass: time grows with the length of the list, and so does memory.
              - "First" means the first one whose *second* appearance comes up.
            verdict: { accept: true }

          # A model fails to load, and the next tier answers.
          - task: regular expression for iso 8601
            model: qwen3-1.7b
            answer: |
              Use this pattern:

              ```
              \d{4}-\d{2}-\d{2}
              ```

              It matches four digits for the year, two for the month and two for the day, with hyphens between them.
            verdict:
              accept: false
              feedback: It accepts month 13 and day 99, and it isn't anchored, so it matches inside longer digits.
          - task: regular expression for iso 8601
            model: qwen3-8b
            failure: { load: upstream command exited prematurely }
          - task: regular expression for iso 8601
            model: qwen3-32b
            answer: |
              Anchored, and with the ranges of month and day spelt out:

              ```
              ^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$
              ```

              | part | accepts |
              |---|---|
              | `0[1-9]\|1[0-2]` | 01 to 12 |
              | `0[1-9]\|[12]\d\|3[01]` | 01 to 31 |

              It still takes `2026-02-30`. Which months have 31 days, and which years a leap day, is arithmetic: check that with a calendar after the match.
            verdict: { accept: true }

          # All the way to the top.
          - task: test for the tokenizer
            model: qwen3-1.7b
            answer: |
              ```swift
              func testEmpty() {
                  let tokens = Tokenizer().tokenize("")
                  print(tokens)
              }
              ```

              Run it and check that nothing is printed.
            verdict: { accept: false, feedback: "It expects nothing, so it can't fail. Assert what the tokens are." }
          - task: test for the tokenizer
            model: qwen3-8b
            answer: |
              ```swift
              @Test func `the empty input has no tokens`() {
                  let tokens = Tokenizer().tokenize("")
                  #expect(tokens[0].kind == .end)
              }
              ```

              The tokenizer ends every list with an `end` token, so that is what should stand there first.
            verdict: { accept: false, feedback: "Crashes where the list is empty: it indexes before checking the count." }
          - task: test for the tokenizer
            model: qwen3-32b
            answer: |
              ```swift
              @Test func `the empty input has no tokens`() {
                  let tokens = Tokenizer().tokenize("")
                  #expect(tokens.isEmpty)
              }
              ```

              Comparing the whole list can't crash, and fails with a message that shows what was there instead.
            verdict:
              accept: false
              feedback: >-
                The name and the check contradict the second answer: is there an end token or not? Decide, and cover
                blanks and comments, which are empty inputs too.
          - task: test for the tokenizer
            model: frontier
            answer: |
              Three inputs are "empty" to a tokenizer, and all must give the same list, the `end` token alone. One parametrized test says so and compares the whole list:

              ```swift
              @Test(arguments: ["", " \n\t", "// only a comment"])
              func `an input without code is the end token alone`(_ input: String) throws {
                  let tokens = try Tokenizer().tokenize(input)
                  #expect(tokens.map(\.kind) == [.end])
                  #expect(tokens.first?.range.lowerBound == input.endIndex)
              }
              ```

              - Comparing the list of kinds can't crash, and shows the difference when it fails.
              - The position is checked too: an `end` token at the start would make every error message point to line 1.
            verdict: { accept: true }

          # Exhausted.
          - task: p equals np
            model: qwen3-1.7b
            answer: |
              P is the class of problems that can be solved quickly, and NP those whose answers can be checked quickly. Since checking is part of solving, everything that can be checked can be solved. Therefore P = NP.
            verdict: { accept: false, feedback: "Checking being part of solving gives P within NP, not the other way round." }
          - task: p equals np
            model: qwen3-8b
            answer: |
              Take a machine that guesses all certificates at once. Each guess is checked in polynomial time, so the whole run takes polynomial time. A deterministic machine can simulate it step by step, hence **P = NP**.
            verdict: { accept: false, feedback: "The simulation takes exponential time: there are exponentially many guesses." }
          - task: p equals np
            model: qwen3-32b
            answer: |
              I can't prove this, because it is an open problem. What can be said in a paragraph: if any NP-complete problem, such as satisfiability, had a polynomial algorithm, all of NP would; none has been found, and known methods of proof provably can't settle the question either way.
            verdict: { accept: false, feedback: "True, but the task asks for a proof, and this is none." }
          - task: p equals np
            model: frontier
            answer: |
              There is no known proof that P equals NP, and most who work on it expect the opposite. A paragraph that claimed one would be wrong, so I won't write it. I can prove the direction that holds, P ⊆ NP: ignore the certificate, and solve the problem outright.
            verdict: { accept: false, feedback: "Honest, and still no proof of what was asked." }
        """#
}
